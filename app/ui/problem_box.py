"""One problem on screen: what happened, why, and what to do about it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.events import Problem
from app.ui.language import tr
from app.ui.wrapped_label import WrappedLabel

PASSING_MS = 8000


class ProblemBox(QFrame):
    """A problem that does not stay by itself is put away after `PASSING_MS`."""

    dismissed = pyqtSignal()

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = problem
        self.setObjectName("problem")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 6, 7)
        column = QVBoxLayout()
        column.setSpacing(1)
        row.addLayout(column, 1)
        column.addWidget(WrappedLabel("title", problem.title, self))
        parts = (_sentence(part) for part in (problem.detail, problem.next_step))
        rest = " ".join(filter(None, parts))
        self._detail = WrappedLabel("detail", rest, self)
        self._detail.setVisible(bool(rest))
        column.addWidget(self._detail)
        self.setAccessibleName(f"{problem.title}. {rest}".strip())
        close = QPushButton("✕", self)
        close.setAccessibleName(tr("Put this message away"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.dismissed)
        if not problem.sticky:
            passing = QTimer(self)
            passing.setSingleShot(True)
            passing.timeout.connect(self.dismissed)
            passing.start(PASSING_MS)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def shorten(self, short: bool) -> None:
        """Show the title alone, for as long as there is something more important to read."""
        self._detail.setVisible(not short and bool(self._detail.text()))


def _sentence(text: str) -> str:
    """A part of a problem as a sentence: errors come as fragments in lower case."""
    text = text.strip().rstrip(".")
    if not text:
        return ""
    first = text.split()[0]
    if first.isalpha() and first.islower():
        text = first.capitalize() + text[len(first) :]
    return f"{text}."

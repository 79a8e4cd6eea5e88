"""Passing notes, shown for a second, and problems, shown until they are fixed or put away."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.events import Info, Problem
from app.ui.language import tr

_INFO_MS = 1000
_PASSING_PROBLEM_MS = 8000
_AT_MOST = 5
_IN_FULL = 2


class ProblemBox(QFrame):
    """One problem: what happened, why, and what to do about it."""

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
        title = self._label("title", problem.title)
        column.addWidget(title)
        parts = (_sentence(part) for part in (problem.detail, problem.next_step))
        rest = " ".join(filter(None, parts))
        self._detail = self._label("detail", rest)
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
            passing.start(_PASSING_PROBLEM_MS)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def shorten(self, short: bool) -> None:
        """Show the title alone, for as long as there is something more important to read."""
        self._detail.setVisible(not short and bool(self._detail.text()))

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


class Notices(QWidget):
    """Stacks the open problems, newest last, above one line of passing notes.

    A problem that was there before the question on screen, or that two others followed, keeps
    one line: its title.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._boxes: list[ProblemBox] = []
        self._before_question: list[ProblemBox] = []
        self._short: list[ProblemBox] = []
        self._put_away: set[Problem] = set()
        self._whole = self._crowded = False
        self._info = QLabel(self)
        self._info.setObjectName("info")
        self._info.setTextFormat(Qt.TextFormat.PlainText)
        self._info.setWordWrap(True)
        self._column.addWidget(self._info)
        self._info_timer = QTimer(self)
        self._info_timer.setSingleShot(True)
        self._info_timer.timeout.connect(self._hide_info)
        self._info.hide()
        self.hide()

    @property
    def problems(self) -> list[Problem]:
        """The problems on screen, oldest first."""
        return [box.problem for box in self._boxes]

    def show_info(self, info: Info) -> None:
        """Show a passing note for one second."""
        words = [info.note or info.kind, info.error]
        self._info.setText("  ·  ".join(filter(None, words)))
        self._info.show()
        self._info_timer.start(_INFO_MS)
        self._settle()

    def show_problem(self, problem: Problem) -> None:
        """Show a problem; one of the same place and title takes the other's position."""
        known = self._crowded = False
        for box in self._boxes:
            if (box.problem.where, box.problem.title) == (problem.where, problem.title):
                known = _same(box.problem, problem)
                self._remove(box)
                break
        box = ProblemBox(problem, self)
        if known or _same_as_any(problem, self._put_away):
            self._short.append(box)
        box.dismissed.connect(self._dismissed)
        self._boxes.append(box)
        self._column.insertWidget(len(self._boxes) - 1, box)
        while len(self._boxes) > _AT_MOST:
            passing = [box for box in self._boxes if not box.problem.sticky]
            self._remove((passing or self._boxes)[0])
        self._settle()

    def resolve(self, where: str) -> None:
        """What failed at this place works again: its problems leave the screen."""
        for box in [box for box in self._boxes if box.problem.where == where]:
            self._remove(box)
        self._put_away = {gone for gone in self._put_away if gone.where != where}
        self._settle()

    def question_asked(self) -> None:
        """What is on screen now was known before this question."""
        self._before_question = list(self._boxes)
        self._short = list(self._boxes)
        self._settle()

    @property
    def whole(self) -> bool:
        """Whether every problem is to be shown in full."""
        return self._whole

    def show_whole(self, whole: bool) -> None:
        """Show every problem in full, or those known before in one line each."""
        self._whole, self._crowded = whole, False
        self._settle()

    def make_room(self) -> bool:
        """There is too little room: one line for each problem, until they change.

        False where they take no more than that already.
        """
        if self._crowded or not self._boxes:
            return False
        self._crowded = True
        self._settle()
        return True

    def answered(self) -> None:
        """A provider answered: troubles of providers that did not come up again are over."""
        for box in self._before_question:
            if box in self._boxes and box.problem.where == "llm":
                self._remove(box)
        self._settle()

    def dismiss(self) -> None:
        """Put the newest problem away."""
        if self._boxes:
            self._put_box_away(self._boxes[-1])

    def _dismissed(self) -> None:
        box = self.sender()
        if isinstance(box, ProblemBox) and box in self._boxes:
            self._put_box_away(box)

    def _put_box_away(self, box: ProblemBox) -> None:
        self._put_away.add(box.problem)
        self._remove(box)
        self._settle()

    def _remove(self, box: ProblemBox) -> None:
        self._crowded = False
        self._boxes.remove(box)
        self._column.removeWidget(box)
        box.hide()
        box.deleteLater()

    def _hide_info(self) -> None:
        self._info.hide()
        self._settle()

    def _settle(self) -> None:
        for box in self._boxes:
            older = box in self._short or box in self._boxes[:-_IN_FULL]
            box.shorten(self._crowded or (older and not self._whole))
        self.setVisible(bool(self._boxes) or not self._info.isHidden())
        self.changed.emit()


def _sentence(text: str) -> str:
    """A part of a problem as a sentence: errors come as fragments in lower case."""
    text = text.strip().rstrip(".")
    if not text:
        return ""
    first = text.split()[0]
    if first.isalpha() and first.islower():
        text = first.capitalize() + text[len(first) :]
    return f"{text}."


def _same(one: Problem, other: Problem) -> bool:
    """Whether two problems tell the user the same."""
    return (one.where, one.title, one.detail) == (other.where, other.title, other.detail)


def _same_as_any(problem: Problem, others: set[Problem]) -> bool:
    return any(_same(problem, other) for other in others)

"""One step of the first-run walk: what every step has besides its own content."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.ui.language import tr


class Page(QWidget):
    """What the user reads and chooses; a choice counts at once, not when the walk ends."""

    changed = pyqtSignal()
    """`next_words`, `skip_words` or `ready` may have changed."""

    def __init__(self, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.next_words = tr("&Next")
        self.skip_words = tr("&Skip")
        """Empty where there is nothing to pass over."""
        self.ready = True
        """Whether Next can be pressed."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self.line(intro))
        self.trouble_line = self.line("", "trouble")
        self.trouble_line.hide()

    @property
    def trouble(self) -> str:
        """What went wrong last; empty when nothing did."""
        return "" if self.trouble_line.isHidden() else self.trouble_line.text()

    def end(self) -> None:
        """Close the column: what went wrong stands below all else, and the rest is room."""
        self.column.addWidget(self.trouble_line)
        self.column.addStretch(1)

    def entered(self) -> None:
        """The step comes to the front."""

    def left(self) -> None:
        """Another step comes to the front, or the walk is closed."""

    def go_on(self) -> None:
        """Next was pressed."""

    def pass_over(self) -> None:
        """Skip was pressed."""

    def line(self, text: str, name: str = "step") -> QLabel:
        """A text that may take several lines."""
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def tell(self, words: str) -> None:
        """Say what went wrong; an empty text takes it away."""
        self.trouble_line.setText(words)
        self.trouble_line.setVisible(bool(words))

    def do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Work in the background; an expected failure is said on the page."""
        spawn(self._told(work), name=name)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        self.tell("")
        try:
            await work
        except GhostPilotError as error:
            self.tell(str(error))

"""One step of the first-run walk: what every step has besides its own content."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.desk_page import DeskPage
from app.ui.language import tr
from app.ui.plain_line import plain_line


class Page(DeskPage):
    """What the user reads and chooses; a choice counts at once, not when the walk ends."""

    changed = pyqtSignal()
    """`next_words`, `skip_words` or `ready` may have changed."""

    def __init__(self, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.next_words = tr("&Next")
        self.skip_words = tr("&Skip")
        """Empty where there is nothing to pass over."""
        self.ready = True
        """Whether Next can be pressed."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self.line(intro))

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
        return plain_line(name, text, self)

"""A label that breaks its lines, and always gets the room for all of them."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """Plain text over as many lines as it needs, which no other part can squeeze."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Ask for all lines at this width."""
        super().resizeEvent(event)
        self._ask_for_room()

    def setText(self, text: str | None) -> None:
        """Show another text, with the room it needs."""
        super().setText(text)
        self._ask_for_room()

    def _ask_for_room(self) -> None:
        before = self.minimumHeight()
        self.setMinimumHeight(0)  # else it is the least that Qt says is needed
        needed = max(0, self.heightForWidth(self.width()))
        self.setMinimumHeight(needed if self.text() else 0)
        if needed != before:
            self.updateGeometry()

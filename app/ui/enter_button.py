"""A button for windows in which Enter means yes: with the focus it is pressed instead."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QPushButton


class EnterButton(QPushButton):
    """Enter presses the button that has the focus, and not the yes that Enter means elsewhere."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Enter goes no further; every other key does what it does on buttons."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

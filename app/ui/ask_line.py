"""One line to type a question into, open only while the user wants it."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

from app.ui.language import tr


class AskLine(QLineEdit):
    """Enter sends the question, Escape closes the line."""

    asked = pyqtSignal(str)
    closed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("askLine")
        self.setPlaceholderText(tr("Ask your notes…"))
        self.setAccessibleName(tr("Question"))
        # The system's context menu would be a window of its own, which may show in a capture.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.returnPressed.connect(self._send)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Escape gives up."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _send(self) -> None:
        text = self.text().strip()
        self.clear()
        if text:
            self.asked.emit(text)
        self.closed.emit()

"""The first thing a new user sees: that others should know, and a message that tells them."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.language import tr


class ConsentNote(QFrame):
    """Says what GhostPilot records, and offers a message for the chat of the call."""

    tell_them_pressed = pyqtSignal()
    understood_pressed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consent")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        title = self._label("consentTitle", tr("Before you listen to others"))
        body = self._label(
            "consentText",
            tr(
                "GhostPilot turns this call into text on your computer and keeps a recording of "
                "that text. In many places everyone in the call must agree first. It shows when "
                "it listens and records; it does not hide you from anyone."
            ),
        )
        column.addWidget(title)
        column.addWidget(body)
        row = QHBoxLayout()
        row.setSpacing(8)
        tell = self._button(tr("Copy a message for the call (T)"), self.tell_them_pressed.emit)
        row.addWidget(tell)
        row.addWidget(self._button(tr("Understood (Enter)"), self.understood_pressed.emit))
        row.addStretch(1)
        column.addLayout(row)
        self.setAccessibleName(title.text())
        self.setAccessibleDescription(body.text())

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        return label

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("plain")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(pressed)
        return button


def copy_to_clipboard(text: str) -> None:
    """Put a text on the clipboard, ready to be pasted."""
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(text)

"""Enter presses the button with the focus, and nothing behind it hears of it."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from app.ui.enter_button import EnterButton


class Window(QWidget):
    """Takes Enter for a yes."""

    heard: list[int]

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        self.heard.append(event.key())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.usefixtures("qapp")
def test_enter_presses_the_button_alone(key: Qt.Key) -> None:
    window, pressed = Window(), []
    window.heard = []
    button = EnterButton("No", window)
    QVBoxLayout(window).addWidget(button)
    button.clicked.connect(lambda: pressed.append("no"))
    QTest.keyClick(button, key)
    assert (pressed, window.heard) == (["no"], [])
    QTest.keyClick(button, Qt.Key.Key_T)
    assert (pressed, window.heard) == (["no"], [Qt.Key.Key_T])

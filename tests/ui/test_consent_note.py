"""The note on consent says what happens and offers a message."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QPushButton

from app.ui.consent_note import ConsentNote, copy_to_clipboard

pytestmark = pytest.mark.usefixtures("qapp")


def test_its_buttons_say_what_they_do() -> None:
    note = ConsentNote()
    pressed: list[str] = []
    note.tell_them_pressed.connect(lambda: pressed.append("tell"))
    note.understood_pressed.connect(lambda: pressed.append("understood"))
    for button in note.findChildren(QPushButton):
        button.click()
    assert pressed == ["tell", "understood"]
    assert "recording" in note.accessibleDescription()


def test_a_message_is_ready_to_be_pasted() -> None:
    copy_to_clipboard("A heads-up")
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "A heads-up"

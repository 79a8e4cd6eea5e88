"""A key is bound by pressing it; Escape and a click elsewhere leave all as it was."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.platforms.keys import parse, write
from app.ui.key_field import KeyField, written

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(qapp: object) -> KeyField:
    made = KeyField()
    made.name("Answer now", "")
    made.show_value("Ctrl+Alt+Space")
    made.told = []
    made.changed.connect(made.told.append)
    made.show()
    return made


def test_the_pressed_keys_are_taken(field: KeyField) -> None:
    held: list[bool] = []
    field.waiting.connect(held.append)
    field.button.click()
    assert field.button.text() == "Press the keys…"
    QTest.keyClick(field.button, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field.button, Qt.Key.Key_F9, CTRL_ALT)
    assert field.told == ["Ctrl+Alt+F9"]
    assert (field.value(), field.button.text()) == ("Ctrl+Alt+F9", "Ctrl+Alt+F9")
    assert held == [True, False]
    assert field.button.accessibleName() == "Answer now: Ctrl+Alt+F9"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_keys_that_buttons_and_windows_use_are_taken_too(field: KeyField, key: Qt.Key) -> None:
    field.show_value("")
    field.button.click()
    QTest.keyClick(field.button, key, CTRL_ALT)
    assert len(field.told) == 1


def test_escape_leaves_the_key(field: KeyField) -> None:
    field.button.click()
    QTest.keyClick(field.button, Qt.Key.Key_Escape)
    assert (field.value(), field.told) == ("Ctrl+Alt+Space", [])


def test_pressing_the_button_again_or_leaving_it_leaves_the_key(field: KeyField) -> None:
    field.button.click()
    field.button.click()
    assert field.button.text() == "Ctrl+Alt+Space"
    field.button.click()
    field.clear.setFocus()
    field.button.clearFocus()
    field.stop_waiting()
    assert field.button.text() == "Ctrl+Alt+Space"


def test_a_key_can_be_taken_away(field: KeyField) -> None:
    field.clear.click()
    assert field.told == [""]
    assert field.button.text() == "none"
    assert not field.clear.isEnabled()


def test_keys_mean_nothing_while_it_does_not_wait(field: KeyField) -> None:
    QTest.keyClick(field.button, Qt.Key.Key_F9, CTRL_ALT)
    assert field.told == []


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_Space, CTRL_ALT, "Ctrl+Alt+Space"),
        (Qt.Key.Key_PageDown, CTRL_ALT | SHIFT, "Ctrl+Alt+Shift+PgDown"),
        (Qt.Key.Key_Enter, CTRL_ALT, "Ctrl+Alt+Return"),
        (Qt.Key.Key_Backtab, CTRL_ALT | SHIFT, "Ctrl+Alt+Shift+Tab"),
        (Qt.Key.Key_K, Qt.KeyboardModifier.MetaModifier, "Meta+K"),
    ],
)
def test_keys_are_written_as_the_platforms_read_them(
    key: Qt.Key, held: Qt.KeyboardModifier, words: str
) -> None:
    assert written(key, held) == words
    assert write(parse(words)) == words

"""A key is bound by pressing it; one that is taken is refused and the old one stays."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QPushButton

from app.core.errors import GhostPilotError
from app.ui.first_run_keys import KeysPage
from tests.recorded import until
from tests.ui.walking import Remembered

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def ready(settings: Remembered) -> tuple[KeysPage, QPushButton]:
    page = KeysPage(settings)
    page.show()
    return page, page.fields["toggle"].button


async def test_the_next_keys_are_bound() -> None:
    settings = Remembered()
    page, button = ready(settings)
    assert button.text() == "Ctrl+Alt+Space"
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_F9, HELD)
    await until(lambda: settings.changes)
    assert settings.now.hotkeys.toggle == "Ctrl+Alt+F9"
    assert button.text() == "Ctrl+Alt+F9"
    await until(lambda: page.said.text() == "✓ Ctrl+Alt+F9 works from now on.")


async def test_a_taken_key_is_named_and_the_old_one_stays() -> None:
    settings = Remembered()
    settings.refusal = GhostPilotError("The key Ctrl+Alt+F9 is taken by another program")
    page, button = ready(settings)
    button.click()
    QTest.keyClick(button, Qt.Key.Key_F9, HELD)
    await until(lambda: page.trouble)
    assert "taken by another program" in page.trouble
    assert button.text() == "Ctrl+Alt+Space"


async def test_a_key_of_our_own_is_not_bound_twice() -> None:
    settings = Remembered()
    page, button = ready(settings)
    button.click()
    QTest.keyClick(button, Qt.Key.Key_Return, HELD)
    await until(lambda: page.trouble)
    assert "Ctrl+Alt+Return already does something else" in page.trouble
    assert settings.changes == []


async def test_a_key_that_types_is_refused() -> None:
    settings = Remembered()
    page, button = ready(settings)
    button.click()
    QTest.keyClick(button, Qt.Key.Key_F)
    await until(lambda: page.trouble)
    assert "Hold Ctrl or Alt as well" in page.trouble
    assert button.text() == "Ctrl+Alt+Space"
    assert settings.changes == []


async def test_hotkeys_in_use_are_held_back_while_a_key_is_waited_for() -> None:
    held: list[bool] = []
    page = KeysPage(Remembered(), held.append)
    page.show()
    page.fields["ask_now"].button.click()
    page.left()
    assert held == [True, False]
    page.hide()


async def test_tab_is_a_key_like_any_other_while_keys_are_taken() -> None:
    settings = Remembered()
    _, button = ready(settings)
    button.click()
    QTest.keyClick(button, Qt.Key.Key_Tab, HELD)
    await until(lambda: settings.changes)
    assert settings.now.hotkeys.toggle == "Ctrl+Alt+Tab"

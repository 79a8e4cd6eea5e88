"""Hotkeys on Windows: registrations, conflicts and messages, on a stand-in."""

from __future__ import annotations

import struct

from app.platforms.windows_hotkeys import WindowsHotkeys
from tests.platforms.fake_user32 import User32

CTRL_ALT = 0x3
SPACE, RETURN, PAGE_UP = 0x20, 0x0D, 0x21


def message(kind: int, number: int) -> bytes:
    """The start of a 64-bit MSG."""
    return struct.pack("<QIxxxxQq", 0, kind, number, 0)


async def test_keys_are_registered_without_repeat_except_to_scroll() -> None:
    user32 = User32()
    hotkeys = WindowsHotkeys(user32)
    assert await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "scroll_up": "Ctrl+Alt+PgUp"}) == []
    assert user32.registered == {1: (CTRL_ALT | 0x4000, SPACE), 2: (CTRL_ALT, PAGE_UP)}
    assert user32.calls[0] == ("RegisterHotKey", None, 1, CTRL_ALT | 0x4000, SPACE)


async def test_a_taken_key_is_named_and_the_rest_work() -> None:
    hotkeys = WindowsHotkeys(User32(taken=frozenset({(CTRL_ALT, SPACE)})))
    (problem,) = await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Ctrl+Alt+Return"})
    assert problem.title == "The key Ctrl+Alt+Space for toggle does not work"
    assert problem.detail == "another program holds it"
    assert hotkeys.on_message(message(0x0312, 1)) is None
    assert hotkeys.on_message(message(0x0312, 2)) == "ask_now"


async def test_only_the_message_of_a_hot_key_counts() -> None:
    hotkeys = WindowsHotkeys(User32())
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    assert hotkeys.on_message(message(0x0312, 1)) == "toggle"
    assert hotkeys.on_message(message(0x0100, 1)) is None
    assert hotkeys.on_message(message(0x0312, 99)) is None


async def test_binding_again_gives_the_old_keys_back_first() -> None:
    user32 = User32()
    hotkeys = WindowsHotkeys(user32)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    await hotkeys.bind({"ask_now": "Ctrl+Alt+Return"})
    assert user32.registered == {1: (CTRL_ALT | 0x4000, RETURN)}
    assert hotkeys.on_message(message(0x0312, 1)) == "ask_now"
    await hotkeys.aclose()
    assert user32.registered == {}

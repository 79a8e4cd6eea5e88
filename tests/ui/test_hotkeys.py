"""Global hotkeys in Qt: each kind of source ends in the same signal."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping

import pytest
from PyQt6.QtCore import QAbstractEventDispatcher
from PyQt6.sip import voidptr

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.platforms.null import NullHotkeys
from app.ui import hotkeys as module
from app.ui.hotkeys import GlobalHotkeys
from tests.recorded import until

KEYS = {"toggle": "Ctrl+Alt+Space"}


class PipeHotkeys:
    """A source with a file descriptor: the actions are what is written into a pipe."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.lost = False

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        return []

    def fileno(self) -> int:
        return self.reading

    def read(self) -> list[str]:
        if self.lost:
            raise GhostPilotError("Global hotkeys have stopped")
        os.set_blocking(self.reading, False)
        try:
            return os.read(self.reading, 1000).decode().split()
        except BlockingIOError:
            return []

    async def aclose(self) -> None:
        os.close(self.reading)
        os.close(self.writing)


class MessageSource:
    """A source fed with native messages: wParam 7 is the key of ``toggle``."""

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        return []

    def on_message(self, message: bytes) -> str | None:
        _, kind, wparam, _ = struct.unpack("<QIxxxxQq", message)
        return "toggle" if kind == 0x0312 and wparam == 7 else None

    async def aclose(self) -> None:
        return


async def test_a_readable_source_is_read_when_something_arrives() -> None:
    source = PipeHotkeys()
    hotkeys = GlobalHotkeys(source)
    pressed: list[str] = []
    hotkeys.pressed.connect(pressed.append)

    os.write(source.writing, b"toggle ask_now")
    await until(lambda: len(pressed) == 2)

    assert pressed == ["toggle", "ask_now"]
    await hotkeys.aclose()


async def test_what_arrived_during_a_bind_is_not_lost() -> None:
    source = PipeHotkeys()
    hotkeys = GlobalHotkeys(source)
    pressed: list[str] = []
    hotkeys.pressed.connect(pressed.append)

    os.write(source.writing, b"toggle")
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert pressed == ["toggle"]
    await hotkeys.aclose()


async def test_a_lost_source_is_told_once_and_never_read_again() -> None:
    source = PipeHotkeys()
    hotkeys = GlobalHotkeys(source)
    failed: list[Problem] = []
    hotkeys.failed.connect(failed.append)
    source.lost = True

    os.write(source.writing, b"toggle")
    await until(lambda: failed)

    assert [problem.title for problem in failed] == ["Global hotkeys have stopped"]
    await hotkeys.aclose()


async def test_a_calling_source_calls_straight_through() -> None:
    source = NullHotkeys()
    hotkeys = GlobalHotkeys(source)
    pressed: list[str] = []
    hotkeys.pressed.connect(pressed.append)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "pause": ""})

    source.press("toggle")
    source.press("pause")

    assert pressed == ["toggle"]
    await hotkeys.aclose()


@pytest.mark.parametrize("kind", [b"windows_dispatcher_MSG", b"windows_generic_MSG"])
async def test_a_message_source_sees_messages_and_swallows_its_own(kind: bytes) -> None:
    hotkeys = GlobalHotkeys(MessageSource())
    pressed: list[str] = []
    hotkeys.pressed.connect(pressed.append)

    def swallowed(kind: bytes, number: int, wparam: int) -> bool:
        """Whether a message that Windows gives to Qt goes no further."""
        buffer = ctypes.create_string_buffer(struct.pack("<QIxxxxQq", 0, number, wparam, 0))
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        return dispatcher.filterNativeEvent(kind, voidptr(ctypes.addressof(buffer)))[0]

    assert swallowed(kind, 0x0312, 7)
    assert not swallowed(kind, 0x0312, 8)
    assert not swallowed(kind, 0x0100, 7)
    assert not swallowed(b"xcb_generic_event_t", 0x0312, 7)
    assert pressed == ["toggle"]
    await hotkeys.aclose()
    assert not swallowed(kind, 0x0312, 7)


@pytest.mark.parametrize(("wayland", "bound"), [(False, [{}, KEYS]), (True, [])])
async def test_keys_are_let_go_while_a_field_waits_for_one(
    monkeypatch: pytest.MonkeyPatch, wayland: bool, bound: list[dict[str, str]]
) -> None:
    source, seen = NullHotkeys(), []
    hotkeys = GlobalHotkeys(source)
    await hotkeys.bind(KEYS)

    async def bind(keys: Mapping[str, str]) -> list[Problem]:
        seen.append(dict(keys))
        return []

    monkeypatch.setattr(source, "bind", bind)
    monkeypatch.setattr(module, "is_wayland", lambda: wayland)
    await hotkeys.hold(True)
    await hotkeys.hold(False)
    assert seen == bound, "under Wayland each binding would ask the user"
    assert hotkeys.keys == KEYS
    await hotkeys.aclose()

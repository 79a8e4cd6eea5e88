"""Hotkeys on macOS: the calls into Carbon and its call back, on a stand-in with real C types."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from app.platforms.macos_hotkeys import HANDLER, MacHotkeys, four

CONTROL_OPTION = 0x1000 | 0x0800
SPACE, RETURN = 49, 36


class Carbon:
    """Carbon as far as this program uses it; ``statuses`` is what a key code is answered with."""

    def __init__(self, statuses: dict[int, int] | None = None) -> None:
        self.keys: dict[int, tuple[int, int, int]] = {}
        self.handler: Any = None
        self.removed = 0
        self._statuses = statuses or {}
        prototype = {
            "GetApplicationEventTarget": ctypes.CFUNCTYPE(ctypes.c_void_p),
            "InstallEventHandler": ctypes.CFUNCTYPE(
                ctypes.c_int32, ctypes.c_void_p, HANDLER, ctypes.c_ulong, *[ctypes.c_void_p] * 3
            ),
            "RemoveEventHandler": ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p),
            # An EventHotKeyID goes by value in one 64-bit register: signature low, number high.
            "RegisterEventHotKey": ctypes.CFUNCTYPE(
                ctypes.c_int32,
                ctypes.c_uint32,
                ctypes.c_uint32,
                ctypes.c_uint64,
                ctypes.c_void_p,
                ctypes.c_uint32,
                ctypes.c_void_p,
            ),
            "UnregisterEventHotKey": ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p),
            "GetEventKind": ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p),
            "GetEventParameter": ctypes.CFUNCTYPE(
                ctypes.c_int32,
                ctypes.c_void_p,
                ctypes.c_uint32,
                ctypes.c_uint32,
                ctypes.c_void_p,
                ctypes.c_ulong,
                ctypes.c_void_p,
                ctypes.c_void_p,
            ),
        }
        for name, kind in prototype.items():
            callback = kind(getattr(self, "_" + name))
            setattr(self, "_kept_" + name, callback)
            # A second function at the same address, whose types the caller declares.
            address = ctypes.cast(callback, ctypes.c_void_p).value
            function = ctypes.CDLL(None)._FuncPtr(address)  # type: ignore[attr-defined]
            setattr(self, name, function)

    def press(self, number: int, signature: int = four("GhPl"), kind: int = 5) -> int:
        """The user presses (5) or lets go of (6) a key: Carbon calls the handler."""
        self._kind = kind
        self._event = (signature, number)
        return int(self.handler(0, 1, 0))

    def _GetApplicationEventTarget(self) -> int:
        return 0x77

    def _InstallEventHandler(
        self, target: int, handler: Any, count: int, kinds: int, data: int, out: int
    ) -> int:
        kind = ctypes.cast(kinds, ctypes.POINTER(ctypes.c_uint32))
        assert (target, count) == (0x77, 2)
        assert kind[:4] == [four("keyb"), 5, four("keyb"), 6]
        self.handler = handler
        ctypes.cast(out, ctypes.POINTER(ctypes.c_void_p))[0] = 0x99
        return 0

    def _RemoveEventHandler(self, handler: int) -> int:
        assert handler == 0x99
        self.removed += 1
        return 0

    def _RegisterEventHotKey(
        self, code: int, modifiers: int, key: int, target: int, options: int, out: int
    ) -> int:
        assert (target, options, key & 0xFFFFFFFF) == (0x77, 0, four("GhPl"))
        status = self._statuses.get(code, 0)
        if status == 0:
            reference = 0x100 + (key >> 32)
            self.keys[reference] = (key >> 32, modifiers, code)
            ctypes.cast(out, ctypes.POINTER(ctypes.c_void_p))[0] = reference
        return status

    def _UnregisterEventHotKey(self, reference: int) -> int:
        del self.keys[reference]
        return 0

    def _GetEventKind(self, event: int) -> int:
        return self._kind

    def _GetEventParameter(
        self, event: int, name: int, kind: int, actual: int, size: int, got: int, out: int
    ) -> int:
        assert (name, kind, size) == (four("----"), four("hkid"), 8)
        key = ctypes.cast(out, ctypes.POINTER(ctypes.c_uint32))
        key[0], key[1] = self._event
        return 0


async def test_keys_are_registered_with_the_codes_of_a_mac() -> None:
    carbon = Carbon()
    hotkeys = MacHotkeys(carbon)
    assert await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "ask_now": "Meta+Return"}) == []
    assert sorted(carbon.keys.values()) == [(1, CONTROL_OPTION, SPACE), (2, 0x0100, RETURN)]


async def test_a_pressed_key_calls_back_and_goes_no_further() -> None:
    carbon = Carbon()
    hotkeys = MacHotkeys(carbon)
    pressed: list[str] = []
    hotkeys.listen(pressed.append, print)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})

    assert carbon.press(1) == 0
    assert carbon.press(9) != 0
    assert carbon.press(1, signature=four("Else")) != 0

    assert pressed == ["toggle"]


async def test_only_an_action_that_is_held_tells_when_its_key_is_let_go() -> None:
    carbon = Carbon()
    hotkeys = MacHotkeys(carbon)
    pressed: list[str] = []
    hotkeys.listen(pressed.append, print)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space", "hold_to_capture": "Ctrl+Alt+End"})
    for number in (1, 2):
        for kind in (5, 6):
            assert carbon.press(number, kind=kind) == 0
    assert pressed == ["toggle", "hold_to_capture", "hold_to_capture released"]


@pytest.mark.parametrize(
    ("key", "statuses", "why"),
    [
        ("Ctrl+Alt+Space", {SPACE: -9878}, "another program holds it"),
        ("Alt+Space", {SPACE: -9868}, "macOS wants Ctrl or Meta (Command) in it"),
        ("Ctrl+Alt+Space", {SPACE: -50}, "macOS refused it (error -50)"),
        ("Ctrl+Alt+Ins", {}, "a Mac keyboard has no such key"),
    ],
)
async def test_a_refused_key_is_named_and_the_rest_work(
    key: str, statuses: dict[int, int], why: str
) -> None:
    carbon = Carbon(statuses)
    hotkeys = MacHotkeys(carbon)
    (problem,) = await hotkeys.bind({"toggle": key, "ask_now": "Ctrl+Alt+Return"})
    assert problem.detail == why
    assert [code for _, _, code in carbon.keys.values()] == [RETURN]


async def test_everything_is_given_back() -> None:
    carbon = Carbon()
    hotkeys = MacHotkeys(carbon)
    await hotkeys.bind({"toggle": "Ctrl+Alt+Space"})
    await hotkeys.bind({"ask_now": "Ctrl+Alt+Return"})
    assert [code for _, _, code in carbon.keys.values()] == [RETURN]
    await hotkeys.aclose()
    assert carbon.keys == {}
    assert carbon.removed == 1

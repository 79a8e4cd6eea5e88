"""Global hotkeys on Windows: ``RegisterHotKey``, which needs no hook and tells of conflicts.

Read: learn.microsoft.com, RegisterHotKey and WM_HOTKEY. The keys belong to the thread that
registered them, so everything here runs on the main thread.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping
from typing import Any

from app.core.events import Problem
from app.platforms.base import REPEATS
from app.platforms.keys import TAKEN, Chord, parse_all, unavailable

WM_HOTKEY = 0x0312
MODIFIERS = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Meta": 0x8}
NO_REPEAT = 0x4000
MESSAGE = struct.Struct("<QIxxxxQq")
"""The start of a 64-bit ``MSG``: window, message, wParam (the number of the key), lParam."""


class WindowsHotkeys:
    """A source of hotkeys fed with the messages of the main thread."""

    def __init__(self, user32: Any = None) -> None:
        # Looked up by name: only Windows has it, and type checkers elsewhere know that.
        self._user32 = user32 if user32 is not None else vars(ctypes)["WinDLL"]("user32")
        self._user32.RegisterHotKey.argtypes = [
            ctypes.c_void_p,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
        ]
        self._user32.RegisterHotKey.restype = ctypes.c_int
        self._user32.UnregisterHotKey.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._user32.UnregisterHotKey.restype = ctypes.c_int
        self._actions: dict[int, str] = {}

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        self._unregister()
        chords, problems = parse_all(keys)
        for number, (action, chord) in enumerate(chords.items(), start=1):
            if self._register(number, action, chord):
                self._actions[number] = action
            else:
                problems.append(unavailable(action, chord, TAKEN))
        return problems

    def on_message(self, message: bytes) -> str | None:
        _, kind, number, _ = MESSAGE.unpack_from(message)
        return self._actions.get(number) if kind == WM_HOTKEY else None

    async def aclose(self) -> None:
        self._unregister()

    def _register(self, number: int, action: str, chord: Chord) -> bool:
        modifiers = sum(MODIFIERS[name] for name in chord.modifiers)
        if action not in REPEATS:
            modifiers |= NO_REPEAT
        return bool(self._user32.RegisterHotKey(None, number, modifiers, chord.key.windows))

    def _unregister(self) -> None:
        for number in self._actions:
            self._user32.UnregisterHotKey(None, number)
        self._actions.clear()

"""Global hotkeys on macOS: Carbon's ``RegisterEventHotKey``, which needs no permission.

Read: HIToolbox/CarbonEvents.h and CarbonEventsCore.h. Carbon delivers a pressed key to the
application's event target on the main thread, inside the ordinary event loop.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import Any

from app.core.events import Problem
from app.platforms.base import HELD, RELEASED
from app.platforms.keys import TAKEN, Chord, parse_all, unavailable

CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
MODIFIERS = {"Meta": 0x0100, "Shift": 0x0200, "Alt": 0x0800, "Ctrl": 0x1000}
NOT_HANDLED = -9874
EXISTS = -9878


def four(code: str) -> int:
    """A four-character code as the number Carbon uses."""
    return int.from_bytes(code.encode(), "big")


SIGNATURE = four("GhPl")


class EventTypeSpec(ctypes.Structure):
    _fields_ = (("event_class", ctypes.c_uint32), ("event_kind", ctypes.c_uint32))


class EventHotKeyID(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


HOT_KEY_PRESSED, HOT_KEY_RELEASED = (four("keyb"), 5), (four("keyb"), 6)
HANDLER = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
POINTER = ctypes.c_void_p
SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "GetApplicationEventTarget": (POINTER, []),
    "InstallEventHandler": (
        ctypes.c_int32,
        [POINTER, HANDLER, ctypes.c_ulong, ctypes.POINTER(EventTypeSpec), POINTER, POINTER],
    ),
    "RemoveEventHandler": (ctypes.c_int32, [POINTER]),
    "RegisterEventHotKey": (
        ctypes.c_int32,
        [ctypes.c_uint32, ctypes.c_uint32, EventHotKeyID, POINTER, ctypes.c_uint32, POINTER],
    ),
    "UnregisterEventHotKey": (ctypes.c_int32, [POINTER]),
    "GetEventKind": (ctypes.c_uint32, [POINTER]),
    "GetEventParameter": (
        ctypes.c_int32,
        [POINTER, ctypes.c_uint32, ctypes.c_uint32, POINTER, ctypes.c_ulong, POINTER, POINTER],
    ),
}


class MacHotkeys:
    """A source of hotkeys that calls back on the main thread; Meta is the Command key."""

    def __init__(self, carbon: Any = None) -> None:
        self._carbon = carbon if carbon is not None else ctypes.CDLL(CARBON)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(self._carbon, name)
            function.restype, function.argtypes = result, arguments
        self._pressed: Callable[[str], None] | None = None
        self._actions: dict[int, str] = {}
        self._keys: list[ctypes.c_void_p] = []
        self._handler = ctypes.c_void_p()
        self._on_key = HANDLER(self._event)  # must live as long as Carbon may call it

    def listen(self, pressed: Callable[[str], None], lost: Callable[[Problem], None]) -> None:
        self._pressed = pressed  # macOS never takes a key back

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        self._unregister()
        chords, problems = parse_all(keys)
        target = self._carbon.GetApplicationEventTarget()
        if chords and not self._handler:
            wanted = (EventTypeSpec * 2)(
                EventTypeSpec(*HOT_KEY_PRESSED), EventTypeSpec(*HOT_KEY_RELEASED)
            )
            self._carbon.InstallEventHandler(
                target, self._on_key, 2, wanted, None, ctypes.byref(self._handler)
            )
        for number, (action, chord) in enumerate(chords.items(), start=1):
            why = self._register(number, chord, target)
            if why:
                problems.append(unavailable(action, chord, why))
            else:
                self._actions[number] = action
        return problems

    async def aclose(self) -> None:
        self._unregister()
        if self._handler:
            self._carbon.RemoveEventHandler(self._handler)
            self._handler = ctypes.c_void_p()

    def _register(self, number: int, chord: Chord, target: int | None) -> str:
        """Why the key cannot be had; empty when it was granted."""
        if chord.key.mac is None:
            return "a Mac keyboard has no such key"
        modifiers = sum(MODIFIERS[name] for name in chord.modifiers)
        reference = ctypes.c_void_p()
        status = self._carbon.RegisterEventHotKey(
            chord.key.mac,
            modifiers,
            EventHotKeyID(SIGNATURE, number),
            target,
            0,
            ctypes.byref(reference),
        )
        if status == 0:
            self._keys.append(reference)
            return ""
        if status == EXISTS:
            return TAKEN
        if chord.modifiers <= {"Alt", "Shift"}:
            return "macOS wants Ctrl or Meta (Command) in it"
        return f"macOS refused it (error {status})"

    def _unregister(self) -> None:
        for reference in self._keys:
            self._carbon.UnregisterEventHotKey(reference)
        self._keys.clear()
        self._actions.clear()

    def _event(self, call: int | None, event: int | None, data: int | None) -> int:
        key = EventHotKeyID()
        status = self._carbon.GetEventParameter(
            event, four("----"), four("hkid"), None, ctypes.sizeof(key), None, ctypes.byref(key)
        )
        action = self._actions.get(key.number)
        if status != 0 or key.signature != SIGNATURE or action is None:
            return NOT_HANDLED
        released = self._carbon.GetEventKind(event) == HOT_KEY_RELEASED[1]
        if self._pressed is None or (released and action not in HELD):
            return 0
        self._pressed(action + RELEASED if released else action)
        return 0

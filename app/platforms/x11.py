"""Global hotkeys under X11: each key is grabbed on the root window over a connection of its own.

A grabbed key goes to this program alone, and a key that another program holds is refused by
the server, so both swallowing and conflicts come for free. Read: the X11 protocol, GrabKey.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, combinations
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.platforms.base import HELD, RELEASED, REPEATS
from app.platforms.keys import TAKEN, Chord, parse_all, unavailable

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.protocol.event import KeyPress, KeyRelease

SHIFT, LOCK, CONTROL = 1, 2, 4
LOCKS = ("Num_Lock", "Scroll_Lock")
MODIFIER_BITS = 0xFF
"""The eight modifiers; higher bits of an event's state are mouse buttons and the layout."""


class X11Hotkeys:
    """A source of hotkeys to wait on with `fileno`."""

    def __init__(self, display: str | None = None) -> None:
        """Connect to the display (default: ``$DISPLAY``); `GhostPilotError` when it fails."""
        from Xlib.display import Display
        from Xlib.error import DisplayError

        try:
            self._display: Display = Display(display)
        except (DisplayError, OSError) as error:
            raise GhostPilotError(
                "Global hotkeys do not work", f"the X server refused the connection ({error})"
            ) from error
        self._root = self._display.screen().root
        self._modifiers = self._read_modifiers()
        self._wanted: dict[str, Chord] = {}
        self._actions: dict[tuple[int, int], str] = {}
        self._released: tuple[int, int] | None = None
        """Key code and time of the last release: a held key repeats as release and press."""
        self._held: dict[int, str] = {}
        """Keys that are down now and whose release is to be told, by key code."""

    async def bind(self, keys: Mapping[str, str]) -> list[Problem]:
        self._ungrab()
        self._wanted, problems = parse_all(keys)
        return problems + self._grab()

    def fileno(self) -> int:
        return int(self._display.fileno())

    def read(self) -> list[str]:
        from Xlib import X
        from Xlib.error import ConnectionClosedError

        fired = []
        let_go: list[int] = []
        try:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.KeyPress:
                    fired += self._pressed(event)
                elif event.type == X.KeyRelease:
                    self._released = (event.detail, event.time)
                    let_go.append(event.detail)
                elif event.type == X.MappingNotify:
                    self._keyboard_changed(event)
            fired += self._let_go(let_go)
        except (ConnectionClosedError, OSError) as error:
            raise GhostPilotError(
                "Global hotkeys have stopped", f"the X server closed the connection ({error})"
            ) from error
        return fired

    async def aclose(self) -> None:
        from Xlib.error import ConnectionClosedError

        self._actions.clear()
        try:
            self._display.close()  # the server gives a closed connection's keys back itself
        except (ConnectionClosedError, OSError):
            self._display.display.socket.close()  # already cut off; the descriptor is still ours

    def _pressed(self, event: KeyPress | KeyRelease) -> list[str]:
        locks = LOCK | sum(self._modifiers[name] for name in LOCKS)
        significant = event.state & MODIFIER_BITS & ~locks
        action = self._actions.get((event.detail, significant))
        held = self._released == (event.detail, event.time)
        if action is None or (held and action not in REPEATS):
            return []
        if action in HELD:
            if event.detail in self._held:
                return []
            self._held[event.detail] = action
        return [action]

    def _let_go(self, codes: list[int]) -> list[str]:
        """Actions whose key is really up: while one is held, repeats look like releases."""
        held = [code for code in codes if code in self._held]
        if not held:
            return []
        down = self._display.query_keymap()
        up = {code for code in held if not down[code // 8] & 1 << code % 8}
        return [self._held.pop(code) + RELEASED for code in up]

    def _keyboard_changed(self, event: object) -> None:
        """Another layout puts keys on other codes, so that each must be grabbed anew.

        The server tells this of another keyboard with the same layout too, at its first key.
        What stays where it was is never let go, so that a key pressed just then is not lost.
        """
        before = self._grabbed()
        self._display.refresh_keyboard_mapping(event)
        self._modifiers = self._read_modifiers()
        self._actions.clear()
        self._grab()
        self._give_back(before - self._grabbed())

    def _grab(self) -> list[Problem]:
        """Grab every wanted key; a key counts only when all its lock variants were granted."""
        from Xlib import X
        from Xlib.error import BadAccess, CatchError

        problems = []
        asked: list[tuple[str, int, int, CatchError]] = []
        for action, chord in self._wanted.items():
            code = self._key_code(chord)
            if not code:
                problems.append(unavailable(action, chord, "this keyboard has no such key"))
                continue
            mask, refused = self._mask(chord), CatchError(BadAccess)
            for locks in self._lock_masks():
                self._root.grab_key(
                    code, mask | locks, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused
                )
            asked.append((action, code, mask, refused))
        self._display.sync()
        for action, code, mask, refused in asked:
            if refused.get_error() is None:
                self._actions[code, mask] = action
                continue
            for locks in self._lock_masks():
                self._root.ungrab_key(code, mask | locks)
            chord = self._wanted[action]
            problems.append(unavailable(action, chord, TAKEN))
        self._display.sync()
        return problems

    def _ungrab(self) -> None:
        self._give_back(self._grabbed())
        self._actions.clear()

    def _give_back(self, grabbed: set[tuple[int, int]]) -> None:
        for code, modifiers in grabbed:
            self._root.ungrab_key(code, modifiers)
        self._display.sync()

    def _grabbed(self) -> set[tuple[int, int]]:
        """Key codes and modifiers as the server knows them, with every combination of locks."""
        locks = self._lock_masks()
        return {(code, mask | lock) for code, mask in self._actions for lock in locks}

    def _key_code(self, chord: Chord) -> int:
        from Xlib import XK

        return int(self._display.keysym_to_keycode(XK.string_to_keysym(chord.key.keysym)))

    def _mask(self, chord: Chord) -> int:
        bits = {
            "Shift": SHIFT,
            "Ctrl": CONTROL,
            "Alt": self._modifiers["Alt_L"] or 8,
            "Meta": self._modifiers["Super_L"] or 64,
        }
        return sum(bits[name] for name in chord.modifiers)

    def _lock_masks(self) -> list[int]:
        """Every combination of the locks: the server matches a grab's modifiers exactly."""
        bits = [LOCK, *(bit for name in LOCKS if (bit := self._modifiers[name]))]
        every = chain.from_iterable(combinations(bits, n) for n in range(len(bits) + 1))
        return sorted({sum(chosen) for chosen in every})

    def _read_modifiers(self) -> dict[str, int]:
        """Which modifier each of these keys stands for on this keyboard, 0 for none."""
        from Xlib import XK

        mapping = self._display.get_modifier_mapping()
        bits = dict.fromkeys(("Alt_L", "Super_L", *LOCKS), 0)
        for name in bits:
            code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
            for index, codes in enumerate(mapping):
                if code and code in codes:
                    bits[name] = 1 << index
        return bits


def has_compositor(display: str | None = None) -> bool:
    """Whether windows can be translucent; without a compositor see-through parts are black."""
    from Xlib import X
    from Xlib.display import Display
    from Xlib.error import DisplayError

    try:
        connection = Display(display)
    except (DisplayError, OSError):
        return False
    try:
        name = f"_NET_WM_CM_S{connection.get_default_screen()}"
        return bool(connection.get_selection_owner(connection.intern_atom(name)) != X.NONE)
    finally:
        connection.close()

"""A stand-in for ``user32.dll`` that records calls and checks them against the declared types."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


class Function:
    """One exported function: converts its arguments as ctypes would, then runs ``body``."""

    def __init__(self, name: str, body: Callable[..., int], calls: list[tuple[Any, ...]]) -> None:
        self.argtypes: list[Any] = []
        self.restype: Any = None
        self._name, self._body, self._calls = name, body, calls

    def __call__(self, *arguments: Any) -> int:
        assert len(arguments) == len(self.argtypes), f"{self._name}: argtypes do not fit"
        assert self.restype is not None, f"{self._name}: restype not declared"
        for argument, declared in zip(arguments, self.argtypes, strict=True):
            declared.from_param(argument)
        plain = [a for a in arguments if isinstance(a, (int, type(None)))]
        self._calls.append((self._name, *plain))
        return self._body(*arguments)


class User32:
    """Windows as far as this program uses it.

    ``supported`` are the affinities the system accepts; ``forgets`` makes it accept and drop
    them; ``taken`` are (modifiers, key) pairs that another program holds.
    """

    def __init__(
        self,
        supported: tuple[int, ...] = (0x11, 0x01),
        *,
        forgets: bool = False,
        taken: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.affinity: dict[int, int] = {}
        self.registered: dict[int, tuple[int, int]] = {}
        self._supported, self._forgets, self._taken = supported, forgets, taken
        for name in (
            "SetWindowDisplayAffinity",
            "GetWindowDisplayAffinity",
            "RegisterHotKey",
            "UnregisterHotKey",
        ):
            setattr(self, name, Function(name, getattr(self, f"_{name}"), self.calls))

    def _SetWindowDisplayAffinity(self, window: int, affinity: int) -> int:
        if affinity not in self._supported:
            return 0
        if not self._forgets:
            self.affinity[window] = affinity
        return 1

    def _GetWindowDisplayAffinity(self, window: int, out: Any) -> int:
        ctypes.cast(out, ctypes.POINTER(ctypes.c_uint32))[0] = self.affinity.get(window, 0)
        return 1

    def _RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int:
        if (modifiers & 0xF, key) in self._taken or number in self.registered:
            return 0
        self.registered[number] = (modifiers, key)
        return 1

    def _UnregisterHotKey(self, window: int | None, number: int) -> int:
        return int(self.registered.pop(number, None) is not None)

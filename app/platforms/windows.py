"""Windows: keeps a window out of screen captures (``SetWindowDisplayAffinity``).

Read: learn.microsoft.com, SetWindowDisplayAffinity. Older systems than Windows 10 2004 show
an excluded window as a black box, and the system itself promises no protection.
"""

from __future__ import annotations

import ctypes
from typing import Any

from app.platforms.base import Exclusion

MONITOR_ONLY = 0x01
EXCLUDE_FROM_CAPTURE = 0x11


class WindowsExclusion:
    """Asks for exclusion first and for a black box second, and reads back what was set."""

    def __init__(self, user32: Any = None) -> None:
        # Looked up by name: only Windows has it, and type checkers elsewhere know that.
        self._user32 = user32 if user32 is not None else vars(ctypes)["WinDLL"]("user32")
        self._user32.SetWindowDisplayAffinity.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
        self._user32.SetWindowDisplayAffinity.restype = ctypes.c_int
        self._user32.GetWindowDisplayAffinity.argtypes = [
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.c_uint32),
        ]
        self._user32.GetWindowDisplayAffinity.restype = ctypes.c_int

    def exclude(self, window_id: int) -> Exclusion:
        if self._set(window_id, EXCLUDE_FROM_CAPTURE):
            return "excluded"
        if self._set(window_id, MONITOR_ONLY):
            return "blacked_out"
        return "failed"

    def advice(self) -> str:
        return ""

    def _set(self, window_id: int, affinity: int) -> bool:
        if not self._user32.SetWindowDisplayAffinity(window_id, affinity):
            return False
        stored = ctypes.c_uint32(0)
        if not self._user32.GetWindowDisplayAffinity(window_id, ctypes.byref(stored)):
            return False
        return stored.value == affinity

"""macOS: asks the window server not to share a window (``NSWindow.sharingType``).

Newer capture frameworks of the system honour it on some versions and not on others, so that
only the self-test tells what it is worth on a given machine.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any

from app.platforms.base import Exclusion

SHARING_NONE = 0
OBJC = "/usr/lib/libobjc.A.dylib"


class MacExclusion:
    """Speaks to the Objective-C runtime; only for use on the main thread."""

    def __init__(self, objc: Any = None) -> None:
        self._objc = objc if objc is not None else ctypes.CDLL(OBJC)
        self._objc.sel_registerName.argtypes = [ctypes.c_char_p]
        self._objc.sel_registerName.restype = ctypes.c_void_p
        address = ctypes.cast(self._objc.objc_msgSend, ctypes.c_void_p).value or 0
        # One entry point serves every message, but its C type is that of the method called.
        self._get = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(address)
        self._set = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(
            address
        )
        self._get_number = ctypes.CFUNCTYPE(ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p)(
            address
        )

    def exclude(self, window_id: int) -> Exclusion:
        """``window_id`` is the NSView that Qt gives as its window id."""
        window = self._get(window_id, self._selector("window"))
        if not window:
            return "failed"
        self._set(window, self._selector("setSharingType:"), SHARING_NONE)
        stored = self._get_number(window, self._selector("sharingType"))
        return "excluded" if stored == SHARING_NONE else "failed"

    def advice(self) -> str:
        return ""

    def _selector(self, name: str) -> int:
        return int(self._objc.sel_registerName(name.encode()))

"""What machine this is: the only place in the core that asks the operating system's name."""

from __future__ import annotations

import os
import sys
from typing import Literal

System = Literal["windows", "macos", "linux"]


def system() -> System:
    """The family of the operating system; anything unknown is treated as Linux."""
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "macos"
    return "linux"


def has_display() -> bool:
    """Whether a window can appear on a screen here."""
    if system() != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_wayland() -> bool:
    """Whether the desktop session is Wayland, where windows cannot place themselves."""
    return system() == "linux" and bool(os.environ.get("WAYLAND_DISPLAY"))

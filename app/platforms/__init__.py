"""What differs between operating systems: capture exclusion, hotkeys, autostart.

The right one is chosen here once and imported only then; where a system offers nothing, the
null platform takes its place and says so.
"""

from __future__ import annotations

import os
from pathlib import Path

from app.core import host
from app.core.errors import GhostPilotError
from app.platforms.base import Autostart, CaptureExclusion, CaptureRoute, Hotkeys


def make_exclusion() -> CaptureExclusion:
    """Keeps windows out of captures, as far as this system lets a program do so."""
    if host.system() == "windows":
        from app.platforms.windows import WindowsExclusion

        return WindowsExclusion()
    if host.system() == "macos":
        from app.platforms.macos import MacExclusion

        return MacExclusion()
    from app.platforms.linux import LinuxExclusion

    return LinuxExclusion()


def make_hotkeys() -> Hotkeys:
    """The source of global hotkeys; one without keys, which says why, where there is none."""
    try:
        if host.system() == "windows":
            from app.platforms.windows_hotkeys import WindowsHotkeys

            return WindowsHotkeys()
        if host.system() == "macos":
            from app.platforms.macos_hotkeys import MacHotkeys

            return MacHotkeys()
        if host.is_wayland():
            from app.platforms.wayland_portal import PortalHotkeys

            return PortalHotkeys()
        from app.platforms.x11 import X11Hotkeys

        return X11Hotkeys()
    except GhostPilotError as error:
        from app.platforms.null import NullHotkeys

        return NullHotkeys(error.problem("hotkeys"))


def make_autostart(config: Path | None = None) -> Autostart:
    """Start at login, in the way of this system; with the settings file ``config``, if named."""
    from app.platforms import autostart

    return autostart.for_system(host.system(), config)


def make_capture_routes() -> list[CaptureRoute]:
    """The ways to capture the screen that the self-test can try besides Qt's own."""
    from app.platforms.capture_routes import make_routes

    return make_routes(os.environ)


def can_be_translucent() -> bool:
    """Whether see-through windows work here; where they do not, see-through parts are black."""
    if host.system() != "linux" or host.is_wayland() or not host.has_display():
        return True
    from app.platforms.x11 import has_compositor

    return has_compositor()


def prepare_windows() -> str:
    """Choose the window system; call it before the first Qt object is made.

    Returns a sentence for the user where the choice limits something, else an empty text.
    """
    if host.system() != "linux":
        return ""
    from app.platforms.linux import window_system

    name, note = window_system(os.environ)
    if name:
        os.environ["QT_QPA_PLATFORM"] = name
    return note

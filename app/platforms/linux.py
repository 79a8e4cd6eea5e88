"""Linux: no program can keep a window out of captures, but some compositors let their user.

X11 shows every window to every program. Wayland has no protocol for it; KWin, Hyprland, niri
and mango have a rule the user can write. Window rules match the window's class, which under
XWayland is the program's name.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from app.platforms.base import Exclusion

WINDOW_CLASS = "ghostpilot"
"""``WM_CLASS`` and Wayland app id of every window of the program."""

RULES = {
    "kde": (
        "KWin of a recent Plasma 6 can hide the overlay: System Settings > Window Management > "
        f"Window Rules > Add New, window class {WINDOW_CLASS}, and add the property that hides "
        "the window from screencasts."
    ),
    "hyprland": (
        "Hyprland can black the overlay out. Add to hyprland.lua:\n"
        f'hl.window_rule({{ match = {{ class = "{WINDOW_CLASS}" }}, no_screen_share = true }})\n'
        "or, up to version 0.54, to hyprland.conf:\n"
        f"windowrule = no_screen_share on, match:class {WINDOW_CLASS}"
    ),
    "niri": (
        "niri can black the overlay out. Add to config.kdl:\n"
        f'window-rule {{\n    match app-id="{WINDOW_CLASS}"\n'
        '    block-out-from "screen-capture"\n}'
    ),
    "mango": (
        "mango can black the overlay out. Add to config.conf:\n"
        f"windowrule=shield_when_capture:1,appid:{WINDOW_CLASS}"
    ),
}


class LinuxExclusion:
    """Hides nothing and says what the user's own desktop can do."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ

    def exclude(self, window_id: int) -> Exclusion:
        return "unsupported"

    def advice(self) -> str:
        if not self._environ.get("WAYLAND_DISPLAY"):
            return (
                "X11 shows every window to every program: share one window instead of the "
                "screen, or put the overlay on a screen you do not share."
            )
        rule = RULES.get(compositor(self._environ))
        return rule or (
            "This desktop has no rule that hides a window: share one window instead of the "
            "screen, or put the overlay on a screen you do not share."
        )


def compositor(environ: Mapping[str, str]) -> str:
    """The desktop's own name in lower case, from its environment; empty when unknown."""
    if environ.get("HYPRLAND_INSTANCE_SIGNATURE"):
        return "hyprland"
    if environ.get("NIRI_SOCKET"):
        return "niri"
    names = environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    return names[0] if names else ""


def window_system(environ: Mapping[str, str]) -> tuple[str, str]:
    """Which Qt platform to ask for, and a sentence for the user; both may be empty.

    Ordinary Wayland windows can neither place themselves nor stay on top, so the overlay
    runs through XWayland where there is one. ``QT_QPA_PLATFORM`` set by the user wins.
    """
    if not environ.get("WAYLAND_DISPLAY") or environ.get("QT_QPA_PLATFORM"):
        return "", ""
    if environ.get("DISPLAY"):
        return "xcb", (
            "Running through XWayland: a Wayland window can neither place itself nor stay on top."
        )
    return "", (
        "This Wayland desktop has no XWayland: the overlay cannot stay on top by itself. "
        "Install Xwayland, or give the window a rule of your desktop."
    )

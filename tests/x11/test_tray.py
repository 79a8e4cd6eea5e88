"""The tray icon in a real tray: it shows its colour, and its menu works."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from Xlib.display import Display

from tests.x11.desktop import Desktop, until

pytestmark = pytest.mark.x11
TRAYER = (
    "trayer --edge bottom --align right --SetDockType true --SetPartialStrut true "
    "--expand true --width 10 --height 24"
)


def test_the_icon_shows_and_its_menu_works(desktop: Desktop) -> None:
    desktop.window_manager("openbox")
    desktop.start(*TRAYER.split())
    until(lambda: _has_a_tray(desktop), "the tray")
    tray = desktop.program("trayed")
    place = tray.wait_for("ready")
    assert place["available"]
    assert _has_colour(desktop, place["x"], place["y"], (0x4C, 0x8D, 0xFF))

    desktop.click(place["x"], place["y"])
    tray.wait_for("chosen", name="toggle_overlay")

    desktop.xdotool("click", 3)
    tray.wait_for("menu")
    time.sleep(0.5)
    for key in ("Down", "Down", "Return"):  # past the lines that are only to be read
        desktop.xdotool("key", key)
    tray.wait_for("chosen", name="ask_now")


def test_without_a_tray_it_says_so(desktop: Desktop) -> None:
    desktop.window_manager("openbox")

    assert not desktop.program("trayed").wait_for("ready")["available"]


@contextmanager
def _connected(desktop: Desktop) -> Iterator[Display]:
    from Xlib.display import Display

    display = Display(desktop.display)
    try:
        yield display
    finally:
        display.close()


def _has_a_tray(desktop: Desktop) -> bool:
    """Whether somebody takes in icons on this desktop."""
    with _connected(desktop) as display:
        return bool(display.get_selection_owner(display.intern_atom("_NET_SYSTEM_TRAY_S0")))


def _has_colour(desktop: Desktop, x: int, y: int, wanted: tuple[int, int, int]) -> bool:
    """Whether some pixel of the icon has the colour of its state."""
    from Xlib import X

    with _connected(desktop) as display:
        image = display.screen().root.get_image(x - 11, y - 11, 22, 22, X.ZPixmap, 0xFFFFFFFF)
    pixels = {tuple(image.data[i : i + 3][::-1]) for i in range(0, len(image.data), 4)}
    return any(max(abs(a - b) for a, b in zip(p, wanted, strict=True)) < 12 for p in pixels)

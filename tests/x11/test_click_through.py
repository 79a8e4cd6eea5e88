"""Clicks, focus, stacking and typing with the overlay on top, under real window managers."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, Program, until

pytestmark = pytest.mark.x11
ON_OVERLAY = (300, 170)
"""A point inside the overlay, which lies over the target."""

TARGET = (255, 0, 255)
"""The colour of the window below."""


@pytest.fixture
def target(managed: Desktop) -> Program:
    target = managed.program("target")
    managed.xdotool("windowactivate", "--sync", target.wait_for("ready")["window"])
    target.wait_for("active", active=True)
    return target


def settled(desktop: Desktop, overlay: Program, *, through: bool) -> None:
    """Wait until the window and every frame around it let clicks through, or take them.

    The window manager may follow late; before that a click goes elsewhere, and only once.
    """
    time.sleep(0.9)
    window = overlay.wait_for("ready")["window"]
    wish = "to let clicks through" if through else "to take clicks"
    until(lambda: set(desktop.takes_clicks(window)) == {not through}, f"the overlay {wish}")


def test_clicks_reach_the_window_below(managed: Desktop, target: Program) -> None:
    overlay = managed.program("overlay")
    settled(managed, overlay, through=True)

    managed.click(*ON_OVERLAY)

    target.wait_for("click", x=300, y=170)
    assert overlay.count("click") == 0


def test_clicks_still_pass_after_hide_and_show(managed: Desktop, target: Program) -> None:
    overlay = managed.program("overlay")
    overlay.obey("hide")
    time.sleep(0.3)
    overlay.obey("show")
    settled(managed, overlay, through=True)

    managed.click(*ON_OVERLAY)

    target.wait_for("click", x=300, y=170)


def test_the_overlay_takes_clicks_when_asked_to(managed: Desktop, target: Program) -> None:
    overlay = managed.program("overlay")
    overlay.obey("through off")
    settled(managed, overlay, through=False)

    managed.click(*ON_OVERLAY)
    overlay.wait_for("click")
    assert target.count("click") == 0

    overlay.obey("through on")
    settled(managed, overlay, through=True)
    before = overlay.count("click")
    managed.click(*ON_OVERLAY)
    target.wait_for("click", x=300, y=170)
    assert overlay.count("click") == before


def test_the_focus_never_moves_and_typing_goes_to_the_other_program(
    managed: Desktop, target: Program
) -> None:
    overlay = managed.program("overlay", "--hidden")
    before = target.count("active", active=False)
    for command, times in (("show", 1), ("hide", 1), ("show", 2)):
        overlay.obey(command, times)
        time.sleep(0.4)
    managed.click(*ON_OVERLAY)

    managed.xdotool("type", "ghost")

    for letter in "ghost":
        target.wait_for("key", text=letter)
    assert target.count("active", active=False) == before


def test_the_overlay_stays_above_a_raised_window(managed: Desktop, target: Program) -> None:
    until(lambda: _colour(managed, *ON_OVERLAY) == TARGET, "the window below")
    managed.program("overlay")
    window = target.wait_for("ready")["window"]
    managed.xdotool("windowraise", window, "windowactivate", "--sync", window)
    time.sleep(0.5)

    until(lambda: _colour(managed, *ON_OVERLAY) != TARGET, "the overlay above it")


def _colour(desktop: Desktop, x: int, y: int) -> tuple[int, int, int]:
    """The pixel the user sees at a point of the screen."""
    from Xlib import X
    from Xlib.display import Display

    display = Display(desktop.display)
    try:
        image = display.screen().root.get_image(x, y, 1, 1, X.ZPixmap, 0xFFFFFFFF)
    finally:
        display.close()
    blue, green, red = image.data[:3]
    return red, green, blue

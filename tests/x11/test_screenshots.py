"""Pictures of a real screen show what is below the overlay and never the overlay itself."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, until

pytestmark = pytest.mark.x11


@pytest.mark.parametrize("area", ["screen", "all"])
def test_a_screen_without_the_overlay(desktop: Desktop, area: str) -> None:
    desktop.window_manager("openbox")
    program = desktop.program("screenshot")
    program.tell(f"grab {area}")
    seen = program.wait_for("picture")
    assert (seen["width"], seen["height"]) == (1280, 800)
    assert seen["colours"] == ["#ff0000"]
    assert seen["overlay"] is True


def test_a_region_is_dragged_over(desktop: Desktop) -> None:
    desktop.window_manager("openbox")
    program = desktop.program("screenshot")
    program.tell("grab region")
    program.wait_for("choosing")
    time.sleep(1.0)
    desktop.xdotool("mousemove", 150, 130, "mousedown", 1)
    for x, y in ((200, 160), (300, 220), (350, 250)):
        desktop.xdotool("mousemove", x, y)
        time.sleep(0.05)
    desktop.xdotool("mouseup", 1)
    seen = program.wait_for("picture")
    assert (seen["width"], seen["height"]) == (200, 120)
    assert seen["colours"] == ["#ff0000"]


def test_escape_takes_no_picture_and_the_keys_go_back(desktop: Desktop) -> None:
    desktop.window_manager("openbox")
    target = desktop.program("target")
    program = desktop.program("screenshot")
    desktop.xdotool("windowactivate", "--sync", target.wait_for("ready")["window"])
    program.tell("grab region")
    program.wait_for("choosing")
    time.sleep(1.0)
    desktop.xdotool("key", "Escape")
    seen = program.wait_for("picture")
    assert (seen["width"], seen["overlay"]) == (0, True)
    before = target.count("key")
    desktop.xdotool("windowactivate", "--sync", target.wait_for("ready")["window"])
    desktop.xdotool("key", "x")
    until(lambda: target.count("key") > before, "the key below")

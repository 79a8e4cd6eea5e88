"""The overlay takes keys only when asked to, gives them back, and follows the mouse."""

from __future__ import annotations

import time

import pytest

from tests.x11.desktop import Desktop, Program, until

pytestmark = pytest.mark.x11


@pytest.fixture
def openbox(desktop: Desktop) -> Desktop:
    desktop.window_manager("openbox")
    return desktop


@pytest.fixture
def target(openbox: Desktop) -> Program:
    target = openbox.program("target")
    openbox.xdotool("windowactivate", "--sync", target.wait_for("ready")["window"])
    target.wait_for("active", active=True)
    return target


def test_a_question_can_be_typed_and_then_keys_go_back(openbox: Desktop, target: Program) -> None:
    overlay = openbox.program("overlay")
    overlay.tell("call open_ask_line")
    window = overlay.wait_for("ready")["window"]
    until(lambda: openbox.xdotool("getactivewindow") == str(window), "the overlay to be active")
    before = target.count("key")

    openbox.xdotool("type", "--delay", 30, "why")
    openbox.xdotool("key", "Return")

    overlay.wait_for("asked", text="why")
    assert target.count("key") == before
    below = str(target.wait_for("ready")["window"])
    until(lambda: openbox.xdotool("getactivewindow") == below, "the window below to be active")
    openbox.xdotool("key", "x")
    until(lambda: target.count("key") > before, "a key in the window below")


def test_the_mouse_moves_and_widens_it(openbox: Desktop, target: Program) -> None:
    overlay = openbox.program("overlay", "--solid")
    openbox.xdotool("mousemove", 206, 156, "mousedown", 1)
    for x, y in ((230, 170), (280, 200), (306, 216)):
        openbox.xdotool("mousemove", x, y)
        time.sleep(0.05)
    openbox.xdotool("mouseup", 1)
    overlay.wait_for("placed", places=[[300, 210, 560]])

    openbox.xdotool("mousemove", 857, 240, "mousedown", 1)
    for x in (870, 900, 907):
        openbox.xdotool("mousemove", x, 240)
        time.sleep(0.05)
    openbox.xdotool("mouseup", 1)
    overlay.wait_for("placed", places=[[300, 210, 610]])
    assert target.count("active", active=False) == 0

"""The frames that a window manager puts around a window, asked and changed from outside."""

from __future__ import annotations

import time

import pytest

from app.ui.x11_window import corner_of, frames_taking_clicks, set_frames_input
from tests.x11.conftest import desktop
from tests.x11.desktop import Desktop

__all__ = ["desktop"]

pytestmark = pytest.mark.x11


@pytest.mark.parametrize("manager", ["openbox", "icewm"])
def test_frames_are_found_emptied_and_given_back(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, manager: str
) -> None:
    desktop.window_manager(manager)
    monkeypatch.setenv("DISPLAY", desktop.display)
    window = desktop.program("target").wait_for("ready")["window"]
    assert frames_taking_clicks(window) and all(frames_taking_clicks(window))

    set_frames_input(window, through=True)
    assert not any(frames_taking_clicks(window))

    set_frames_input(window, through=False)
    assert all(frames_taking_clicks(window))


def test_without_a_window_manager_there_is_no_frame(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.display)
    window = desktop.program("target").wait_for("ready")["window"]
    time.sleep(0.2)

    assert frames_taking_clicks(window) == []


def test_a_window_that_is_gone_has_no_frames(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.display)

    assert frames_taking_clicks(0x7654321) == []


def test_a_window_in_a_frame_is_where_the_screen_shows_it(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.window_manager("openbox")
    monkeypatch.setenv("DISPLAY", desktop.display)
    window = desktop.program("target").wait_for("ready")["window"]
    desktop.xdotool("windowmove", "--sync", window, 120, 90)
    shown = desktop.run("xwininfo", "-id", str(window))
    corner = tuple(int(line.split()[-1]) for line in shown.splitlines() if "Absolute" in line)
    assert corner_of(window) == corner
    assert corner_of(0x7654321) is None

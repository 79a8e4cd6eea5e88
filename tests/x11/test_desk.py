"""Everything around the overlay at once, on a real desktop, and how it comes to an end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.x11.desktop import ROOT, Desktop, Program, until

pytestmark = pytest.mark.x11
SEND = "import sys; from app.core import control; control.send(sys.argv[1], timeout_s=45)"


def send(desktop: Desktop, command: str) -> None:
    """Talk to the running program as ``ghostpilot COMMAND`` does."""
    code = [sys.executable, "-c", SEND, command]
    subprocess.run(code, env=desktop.environ, cwd=ROOT, timeout=60, check=True)


@pytest.fixture
def desk(desktop: Desktop) -> Program:
    desktop.window_manager("openbox")
    return desktop.program("desk")


def overlays(desktop: Desktop) -> list[str]:
    """The visible windows of the overlay."""
    found = desktop.xdotool("search", "--onlyvisible", "--name", "^GhostPilot$")
    return found.split()


def test_keys_and_commands_reach_the_same_overlay(desktop: Desktop, desk: Program) -> None:
    assert overlays(desktop)

    desktop.xdotool("key", "ctrl+alt+space")
    until(lambda: not overlays(desktop), "the overlay to hide")

    send(desktop, "toggle")
    until(lambda: overlays(desktop), "the overlay to show")

    desktop.xdotool("key", "ctrl+alt+Return")
    desk.wait_for("ask_now")


def test_every_default_key_is_free(desk: Program) -> None:
    assert desk.count("problem", title="Screen captures see the overlay") == desk.count("problem")


def test_x11_is_told_to_show_everything(desk: Program) -> None:
    desk.wait_for("problem", title="Screen captures see the overlay")


def test_a_second_start_finds_the_first(desktop: Desktop, desk: Program) -> None:
    assert desktop.program("desk").wait_for("ready")["second"]


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, "quit"])
def test_it_leaves_within_two_seconds(desktop: Desktop, desk: Program, way: object) -> None:
    started = time.monotonic()
    if isinstance(way, signal.Signals):
        os.kill(desk.process.pid, way)
    else:
        send(desktop, "quit")
    desk.wait_for("closed")
    assert desk.process.wait(30) == 0
    took = time.monotonic() - started
    assert took < 2 * max(1, os.getloadavg()[0])  # a busy machine is given more


def test_after_a_kill_it_starts_again(desktop: Desktop, desk: Program) -> None:
    desk.process.kill()
    desk.process.wait()

    again = desktop.program("desk").wait_for("ready")

    assert "second" not in again

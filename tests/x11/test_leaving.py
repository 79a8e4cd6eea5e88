"""The whole program on a real desktop with real sound leaves in two seconds and keeps nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.store.sessions import read_session
from tests.audio.conftest import SoundServer, sound_server
from tests.x11.desktop import ROOT, Desktop, until

__all__ = ["sound_server"]

pytestmark = pytest.mark.x11
SOUND = ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "XDG_RUNTIME_DIR", "HOME")
ENDS = [("SIGTERM", 130), ("SIGINT", 130), ("quit", 0)]


@contextmanager
def started(desktop: Desktop, home: Path) -> Iterator[subprocess.Popen[str]]:
    """The app as a user who has agreed starts it, under a window manager."""
    desktop.window_manager("openbox")
    home.mkdir()
    (home / "state.json").write_text('{"consent": true}')
    sound = {name: os.environ[name] for name in SOUND}
    running = subprocess.Popen(
        [sys.executable, "-m", "app", "run"],
        cwd=ROOT,
        env={**desktop.environ, **sound, "GHOSTPILOT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()


def ours(server: SoundServer) -> list[str]:
    """The streams that record for us."""
    listed = server.pactl("list", "source-outputs")
    return [line.strip() for line in listed.splitlines() if "GhostPilot hears" in line]


def ask(command: str, home: Path) -> None:
    """Ask the running program for something, as another process does."""
    code = f"from app.core import control; control.send({command!r}, timeout_s=45)"
    environ = {**os.environ, "GHOSTPILOT_HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, timeout=60, check=True)


def wide_window(desktop: Desktop) -> str:
    """The window beside the overlay, or nothing."""
    for window in desktop.xdotool("search", "--onlyvisible", "--name", "^GhostPilot$").split():
        size = desktop.xdotool("getwindowgeometry", "--shell", window)
        if int(size.partition("WIDTH=")[2].split()[0]) > 600:  # the overlay has 560
            return window
    return ""


def leaves(running: subprocess.Popen[str], way: str, home: Path, code: int) -> None:
    """End it in this way: it says nothing and is gone in two seconds with this exit code."""
    begun = time.monotonic()
    if way == "quit":
        ask("quit", home)
    else:
        os.killpg(running.pid, getattr(signal, way))  # a terminal's Ctrl-C reaches the group
    _, said = running.communicate(timeout=60)
    took = time.monotonic() - begun
    assert (running.returncode, said) == (code, "")
    assert took < 2 * max(1, os.getloadavg()[0])  # a busy machine is given more


@pytest.mark.parametrize(("way", "code"), ENDS)
def test_it_leaves_in_two_seconds_and_gives_everything_back(
    desktop: Desktop, sound_server: SoundServer, private_home: Path, way: str, code: int
) -> None:
    with started(desktop, private_home) as running:
        until(lambda: len(ours(sound_server)) == 2, "both sides to be listened to")
        time.sleep(0.5)
        leaves(running, way, private_home, code)
    assert ours(sound_server) == []
    # Where nothing was said, nothing is kept; what is kept is whole.
    recordings = (private_home / "sessions").glob("*.gpcast")
    assert {read_session(path).ended for path in recordings} <= {"closed"}
    assert not desktop.xdotool("search", "--name", "^GhostPilot$")


def test_it_leaves_right_after_its_sound_settings_were_opened(
    desktop: Desktop, sound_server: SoundServer, private_home: Path
) -> None:
    """Two meters are opening their devices at that moment."""
    with started(desktop, private_home) as running:
        until(lambda: len(ours(sound_server)) == 2, "both sides to be listened to")
        ask("show", private_home)
        until(lambda: wide_window(desktop), "the window")
        desktop.xdotool("windowactivate", "--sync", wide_window(desktop))
        for _ in range(4):
            desktop.xdotool("key", "ctrl+Tab")
        until(lambda: len(ours(sound_server)) > 2, "a meter to begin")
        leaves(running, "quit", private_home, 0)
    assert ours(sound_server) == []


def test_it_leaves_while_it_still_loads(
    desktop: Desktop, sound_server: SoundServer, private_home: Path
) -> None:
    with started(desktop, private_home) as running:
        until(lambda: desktop.xdotool("search", "--onlyvisible", "--name", "^GhostPilot$"), "it")
        leaves(running, "SIGTERM", private_home, 130)
    assert ours(sound_server) == []

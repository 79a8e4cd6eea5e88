"""The whole program on a real desktop with real sound leaves in two seconds and keeps nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store.sessions import read_session
from tests.audio.conftest import SoundServer, sound_server
from tests.x11.desktop import ROOT, Desktop, until

__all__ = ["sound_server"]

pytestmark = [pytest.mark.x11, pytest.mark.timeout(120)]
SOUND = ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "XDG_RUNTIME_DIR", "HOME")
ENDS = [("SIGTERM", 130), ("SIGINT", 130), ("quit", 0)]


def program(desktop: Desktop, home: Path) -> subprocess.Popen[str]:
    """The app as a user who has agreed starts it."""
    home.mkdir()
    (home / "state.json").write_text('{"consent": true}')
    sound = {name: os.environ[name] for name in SOUND}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "run"],
        cwd=ROOT,
        env={**desktop.environ, **sound, "GHOSTPILOT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ours(server: SoundServer) -> list[str]:
    """The streams that record for us."""
    listed = server.pactl("list", "source-outputs")
    return [line.strip() for line in listed.splitlines() if "GhostPilot hears" in line]


def ask(command: str, home: Path) -> None:
    """Ask the running program for something, as another process does."""
    code = f"from app.core import control; control.send({command!r})"
    environ = {**os.environ, "GHOSTPILOT_HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, timeout=20, check=True)


def wide_window(desktop: Desktop) -> str:
    """The window beside the overlay, or nothing."""
    for window in desktop.xdotool("search", "--onlyvisible", "--name", "^GhostPilot$").split():
        size = desktop.xdotool("getwindowgeometry", "--shell", window)
        if int(size.partition("WIDTH=")[2].split()[0]) > 900:
            return window
    return ""


def leave(running: subprocess.Popen[str], way: str, home: Path) -> tuple[int, str, float]:
    """End it in this way: the exit code, what it said, and the seconds it took."""
    begun = time.monotonic()
    if way == "quit":
        ask("quit", home)
    else:
        os.killpg(running.pid, getattr(signal, way))  # a terminal's Ctrl-C reaches the group
    _, said = running.communicate(timeout=20)
    return running.returncode, said, time.monotonic() - begun


@pytest.mark.parametrize(("way", "code"), ENDS)
def test_it_leaves_in_two_seconds_and_gives_everything_back(
    desktop: Desktop, sound_server: SoundServer, tmp_path: Path, way: str, code: int
) -> None:
    desktop.window_manager("openbox")
    home = tmp_path / "ghostpilot"
    running = program(desktop, home)
    try:
        until(lambda: len(ours(sound_server)) == 2, "both sides to be listened to", 40)
        time.sleep(0.5)

        ended, said, took = leave(running, way, home)

        assert (ended, said) == (code, "")
        assert took < 2 * max(1, os.getloadavg()[0])  # a busy machine is given more
        assert ours(sound_server) == []
        # Where nothing was said, nothing is kept; what is kept is whole.
        recordings = (home / "sessions").glob("*.gpcast")
        assert {read_session(path).ended for path in recordings} <= {"closed"}
        assert not desktop.xdotool("search", "--name", "^GhostPilot$")
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def test_it_leaves_right_after_its_sound_settings_were_opened(
    desktop: Desktop, sound_server: SoundServer, tmp_path: Path
) -> None:
    """Two meters are opening their devices at that moment."""
    desktop.window_manager("openbox")
    home = tmp_path / "ghostpilot"
    running = program(desktop, home)
    try:
        until(lambda: len(ours(sound_server)) == 2, "both sides to be listened to", 40)
        ask("show", home)
        until(lambda: wide_window(desktop), "the window", 20)
        desktop.xdotool("windowactivate", "--sync", wide_window(desktop))
        for _ in range(4):
            desktop.xdotool("key", "ctrl+Tab")
        until(lambda: len(ours(sound_server)) > 2, "a meter to begin", 20)
        ended, said, took = leave(running, "quit", home)
        assert (ended, said) == (0, "")
        assert took < 2 * max(1, os.getloadavg()[0])
        assert ours(sound_server) == []
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def test_it_leaves_while_it_still_loads(
    desktop: Desktop, sound_server: SoundServer, tmp_path: Path
) -> None:
    desktop.window_manager("openbox")
    home = tmp_path / "ghostpilot"
    running = program(desktop, home)
    until(lambda: desktop.xdotool("search", "--onlyvisible", "--name", "^GhostPilot$"), "it", 20)
    code, said, took = leave(running, "SIGTERM", home)
    assert (code, said) == (130, "")
    assert took < 2 * max(1, os.getloadavg()[0])
    assert ours(sound_server) == []

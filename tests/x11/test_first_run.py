"""A new user and a keyboard: from an empty home to a first answer in a real window."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.events import Answer, Egress, Question
from app.store.sessions import read_session
from tests.audio.conftest import SoundServer, sound_server
from tests.llm.fault_server import free_port
from tests.x11.desktop import ROOT, Desktop, until

__all__ = ["sound_server"]

pytestmark = pytest.mark.x11

CALL = ROOT / "assets" / "demo" / "call.wav"


class User:
    """Somebody at the keyboard of a desktop on which the program was just started."""

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.desktop, self.home = desktop, home

    def key(self, *keys: str) -> None:
        for one in keys:
            self.desktop.xdotool("key", "--clearmodifiers", one)
            time.sleep(0.15)

    def type(self, text: str) -> None:
        self.desktop.xdotool("type", "--delay", 8, text)
        time.sleep(0.15)

    def reach(self, step: str) -> None:
        """Wait until the walk stands at a step and has the keyboard."""

        def there() -> bool:
            return step in self.desktop.xdotool("getactivewindow", "getwindowname")

        until(there, f"the step {step}", every_s=0.1)
        time.sleep(0.3)

    def agree(self, step: str) -> None:
        """Say yes until it counts: it is not taken before everything it is about is shown."""
        pressed: list[float] = []

        def there() -> bool:
            if not pressed or time.monotonic() - pressed[-1] > 10:
                pressed.append(time.monotonic())
                self.key("alt+l")
            return step in self.desktop.xdotool("getactivewindow", "getwindowname")

        until(there, f"the step {step}", every_s=0.1)
        time.sleep(0.3)

    def settings(self) -> str:
        file = self.home / "settings.toml"
        return file.read_text() if file.exists() else ""

    def state(self) -> dict[str, object]:
        file = self.home / "state.json"
        return json.loads(file.read_text()) if file.exists() else {}

    def sessions(self) -> list[Path]:
        return sorted((self.home / "sessions").glob("*.gpcast"))

    def events(self, kind: type) -> list:
        """What the recording holds so far."""
        return [
            event
            for path in self.sessions()
            for event in read_session(path).events
            if isinstance(event, kind)
        ]


@contextmanager
def started(desktop: Desktop, home: Path, *words: str) -> Iterator[User]:
    program = subprocess.Popen(
        [sys.executable, "-m", "app", "run", *words],
        cwd=ROOT,
        env={**desktop.environ, "GHOSTPILOT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield User(desktop, home)
    finally:
        program.terminate()
        out, _ = program.communicate(timeout=60)
        assert "Traceback" not in out, out


@contextmanager
def fault_server() -> Iterator[str]:
    """The address of a provider that answers as the first part of a path says."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.llm.fault_server", str(port)],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    server.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=60)


@pytest.fixture
def desk(sound_server: SoundServer, desktop: Desktop) -> Desktop:
    """A managed desktop with sound, on which no step needs more than the keyboard."""
    desktop.window_manager("openbox")
    return desktop


def test_from_an_empty_home_to_a_first_answer_by_keyboard(
    desk: Desktop, private_home: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "deploys.md").write_text("# Deploys\n\nRoll back with `ship rollback`.\n")
    (notes / "broken.txt").write_bytes(b"\0\1")
    with fault_server() as address, started(desk, private_home) as user:
        user.reach("Your microphone")
        user.key("Return")
        user.reach("The other side")
        user.key("alt+n")
        user.reach("Your notes")
        user.key("alt+f")
        user.type(str(notes))
        user.key("Return")
        until(lambda: str(notes) in user.settings(), "the notes folder to be kept")
        user.key("alt+n")
        user.reach("Who words the answers")
        user.type("Cust")
        user.key("Tab")
        user.type(f"{address}/ok/v1")
        user.key("Tab")
        user.type("any")
        user.key("Tab", "Tab", "space")
        until(lambda: f"{address}/ok/v1" in user.settings(), "a passed test")
        user.key("alt+n")
        user.reach("Keys that work everywhere")
        user.key("space", "ctrl+shift+F9")
        until(lambda: "Ctrl+Shift+F9" in user.settings(), "the key to be kept")
        user.key("alt+n")
        user.reach("What others see")
        assert user.sessions() == [], "nothing is recorded before the user has agreed"
        user.key("alt+n")
        user.reach("Before the first call")
        user.agree("Your first question")
        until(lambda: user.state().get("consent"), "the yes to be kept")
        until(user.sessions, "the recording")
        user.key("ctrl+a")
        user.type("How do I roll back?")
        user.key("Return")
        until(lambda: user.events(Answer), "the answer")
        user.key("alt+f")
        until(lambda: user.state().get("first_run") == "finished", "the end")
        assert [event.text for event in user.events(Question)] == ["How do I roll back?"]
        (answer,) = user.events(Answer)
        assert (answer.ended, answer.provider) == ("complete", "custom")
        assert user.events(Egress)
    (file,) = user.sessions()
    assert read_session(file).ended == "closed"


def test_a_walk_that_is_left_and_refused_records_nothing_and_is_continued(
    desk: Desktop, private_home: Path
) -> None:
    with started(desk, private_home) as user:
        user.reach("Your microphone")
        user.key("alt+n")
        user.reach("The other side")
        user.key("Escape")
        until(lambda: user.state().get("first_run") == "them", "the step to be kept")
        time.sleep(2.0)  # the note on consent takes the keyboard
        user.key("Escape")
        time.sleep(2.0)
        assert user.sessions() == []
        assert "consent" not in user.state()
        assert not desk.run("pactl", "list", "short", "source-outputs"), "a device is open"
    with started(desk, private_home) as user:
        user.reach("The other side")

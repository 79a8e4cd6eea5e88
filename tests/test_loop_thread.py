"""The loop's thread draws and waits: no disk, no keyring, no nested loop; errors do not end it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.events import Answer, Problem
from app.store.sessions import read_session

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "tests" / "programs" / "watched_run.py"
CALL = ROOT / "assets" / "demo" / "call.wav"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a whole run of the app told of itself."""
    home = tmp_path_factory.mktemp("home")
    (home / "state.json").write_text('{"consent": true}')
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(CALL)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GHOSTPILOT_HOME": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "VISUAL": "",
            "EDITOR": "",
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"errors": done.stderr}


def test_nothing_of_the_loop_goes_to_the_disk(told: dict[str, Any]) -> None:
    assert told["disk"] == []


def test_nothing_of_the_loop_asks_the_keyring(told: dict[str, Any]) -> None:
    assert told["keyring"] == []


def test_no_loop_runs_inside_the_loop(told: dict[str, Any]) -> None:
    assert told["nested"] == []


BROKEN = [f"ValueError: a {what} broke" for what in ("slot", "task", "worker")]


def test_what_breaks_in_slot_task_and_worker_is_shown(told: dict[str, Any]) -> None:
    assert sorted(detail for detail in told["problems"] if "broke" in detail) == BROKEN


def test_what_breaks_is_recorded_and_the_session_goes_on(told: dict[str, Any]) -> None:
    session = read_session(Path(told["session"]))
    problems = [event.detail for event in session.events if isinstance(event, Problem)]
    assert sorted(detail for detail in problems if "broke" in detail) == BROKEN
    assert [e for e in session.events if isinstance(e, Answer)][-1].text
    assert told["after"]
    assert session.ended == "closed"
    assert told["code"] == 0

"""The command makes a new session of whole turns, linked to the old one, whoever cancels."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.cli import main
from app.core import paths
from app.core.clock import Clock
from app.core.trace import broken_rules
from app.store.opening import open_session
from app.store.sessions import read_session
from app.store.turns import turns
from tests.session_samples import session


def record(count: int) -> Path:
    recorder = open_session(paths.sessions(), now=Clock().now)
    for event in session(count):
        recorder.put(event)
    recorder.close()
    return recorder.path


def test_the_new_session_is_linked_to_the_old_one(capsys: pytest.CaptureFixture[str]) -> None:
    old = record(2)
    assert main(["rerun", "last", "--json"]) == 0
    shown = capsys.readouterr()
    kinds = [json.loads(line)["type"] for line in shown.out.splitlines()]
    assert kinds.count("question") == kinds.count("answer") == 2
    assert "2 of 2" in shown.err
    (new,) = set(paths.sessions().glob("*.gpcast")) - {old}
    read = read_session(new)
    assert (read.header.linked, read.ended) == (old.name, "closed")
    assert {item.answer.provider for item in turns(read) if item.answer} == {"offline"}


def test_nonsense_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rerun", "none"]) == 2
    record(0)
    assert main(["rerun", "last"]) == 2
    assert "has no question to ask again" in capsys.readouterr().err
    record(1)
    assert main(["rerun", "last", "--provider", "nobody"]) == 2
    assert "There is no provider nobody" in capsys.readouterr().err
    assert main(["rerun", "last", "--prompt", "none"]) == 2
    assert "There is no prompt none" in capsys.readouterr().err
    assert main(["rerun", "last", "--model", "tiny"]) == 2
    assert "no provider to ask for the model tiny" in capsys.readouterr().err


def test_another_kind_of_conversation_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    old = record(1)
    assert main(["rerun", "last", "--mode", "support", "--prompt", "meeting", "--json"]) == 0
    (new,) = set(paths.sessions().glob("*.gpcast")) - {old}
    assert read_session(new).header.mode == "support"


SLOW = """
import sys
from app.llm import offline
real = offline.OfflineNarrator.stream
async def slow(self, request):
    import asyncio
    async for event in real(self, request):
        await asyncio.sleep(0.01)
        yield event
offline.OfflineNarrator.stream = slow
from app.cli import main
sys.exit(main(["rerun", "last", "--json"]))
"""


def test_an_interrupted_run_ends_between_turns_and_says_cancelled(private_home: Path) -> None:
    old = record(20)
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "GHOSTPILOT_HOME": str(private_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        watchdog = threading.Timer(150, process.kill)
        watchdog.start()
        deltas = (line for line in process.stdout if json.loads(line)["type"] == "delta")
        for number, _ in enumerate(deltas):
            if number == 5:
                process.send_signal(signal.SIGINT)
        watchdog.cancel()
    assert process.returncode == 130
    (new,) = set(paths.sessions().glob("*.gpcast")) - {old}
    read = read_session(new)
    assert read.ended == "cancelled"
    assert broken_rules(read.events) == []
    assert 1 <= len(turns(read)) < 20
    assert all(item.ended == "complete" for item in turns(read))

"""A recording survives what happens to programs and disks: kills, limits, locked folders."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bench.session_kills import kill_once
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.store.opening import open_session
from app.store.sessions import read_session

NOBODY = 65_534


@pytest.mark.parametrize("trial", range(3))
def test_a_killed_process_loses_no_saved_turn(tmp_path: Path, trial: int) -> None:
    found = kill_once(tmp_path, random.Random(trial).uniform(0.1, 0.6))
    assert found.lost_turns == 0
    assert found.opens
    assert found.goes_on


def test_a_disk_that_fills_up_and_is_cleared_costs_nothing(tmp_path: Path) -> None:
    """The limit on a file's size stands for the full disk; it is lifted as room is made."""
    pytest.importorskip("resource", reason="this system has no limit on a file's size")
    program = f"""
        import resource, sys, time
        from pathlib import Path
        from app.core.clock import Clock
        from app.store import recorder as module
        from app.store.opening import open_session
        from tests.session_samples import session
        module.RETRY_S = 0.05
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, most))
        news = []
        recorder = open_session(Path({str(tmp_path)!r}), now=Clock().now, on_event=news.append)
        for event in session(20):
            recorder.put(event)
        while not news:
            time.sleep(0.01)
        print(type(news[0]).__name__, news[0].title, news[0].sticky, sep="|")
        assert recorder.path.stat().st_size <= 3000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        recorder.close()
        print(type(news[1]).__name__, recorder.path, sep="|")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=150,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    told, recovered = done.stdout.splitlines()
    assert told == f"{Problem.__name__}|The recording cannot be written|True"
    kind, path = recovered.split("|")
    assert kind == Info.__name__
    read = read_session(Path(path))
    assert (read.bad_lines, read.torn, read.ended) == ((), 0, "closed")
    assert len(read.events) == 220


@pytest.mark.skipif(
    not hasattr(os, "fork") or os.geteuid() != 0, reason="only root can become another user"
)
def test_a_folder_of_another_user_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = Path("/tmp")
    folder = base / f"ghostpilot-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        assert as_nobody(lambda: refusal(folder / "sessions")) == (
            f"The folder {folder}/sessions cannot be written to: Permission denied. "
            "Change its permissions, or set GHOSTPILOT_HOME to another folder."
        )
        assert "cannot be written to" in as_nobody(lambda: refusal(folder))
    finally:
        folder.rmdir()


def refusal(folder: Path) -> str:
    try:
        open_session(folder, now=Clock().now).close()
    except GhostPilotError as error:
        assert error.exit_code == 2
        return str(error)
    return "it was written"


def as_nobody(act: Callable[[], str]) -> str:
    """The result of an act done by a user without rights, in a child process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(writing, act().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        said = answer.read().decode()
    os.waitpid(child, 0)
    return said

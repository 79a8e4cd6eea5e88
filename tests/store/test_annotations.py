"""Titles, verdicts and markers are added to a finished session and stay with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store.annotations import LONGEST, entitle, judge, mark
from app.store.opening import open_session
from app.store.rows import title_of
from app.store.sessions import read_session
from app.store.turns import Verdict, turns
from tests.session_samples import session


def record(folder: Path, key: bytes | None = None) -> Path:
    recorder = open_session(folder, now=Clock().now, key=key)
    for event in session(2):
        recorder.put(event)
    recorder.close()
    return recorder.path


@pytest.mark.parametrize("key", [None, bytes(32)], ids=["plain", "sealed"])
def test_what_is_added_is_read_again(tmp_path: Path, key: bytes | None) -> None:
    path = record(tmp_path, key)
    entitle(path, "Call with Acme", key=key)
    judge(path, "q2", False, "wrong note", key=key)
    judge(path, "q2", True, "right after all", key=key)
    mark(path, 4.5, "laughter", key=key)
    read = read_session(path, key=key)
    assert list(read.events) == session(2)
    assert title_of(read, turns(read)) == "Call with Acme"
    assert turns(read)[1].verdict == Verdict(True, "right after all")
    assert (read.marks[-1].ms, read.marks[-1].data) == (4500, {"note": "laughter"})
    assert read.ended == "closed"
    if key:
        assert b"Acme" not in path.read_bytes()


def test_a_very_long_title_is_cut(tmp_path: Path) -> None:
    path = record(tmp_path)
    entitle(path, "x" * 100_000)
    assert path.stat().st_size < 20_000
    assert read_session(path).marks[-1].data["title"] == "x" * LONGEST


def test_nothing_is_added_while_the_session_is_recorded(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.flush()
    with pytest.raises(GhostPilotError, match="is being recorded"):
        entitle(recorder.path, "too early")
    recorder.close()


def test_a_missing_session_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="There is no session"):
        entitle(tmp_path / "none.gpcast", "x")

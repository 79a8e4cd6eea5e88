"""A session begins in a file of its own, and one that was cut off can go on."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import __version__
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store import opening
from app.store.gpcast import Header
from app.store.opening import open_session, resume_session
from app.store.sessions import read_session
from app.store.verify import verify
from tests.session_samples import session, turn

KEY = bytes(range(32))


def record(folder: Path, **options) -> Path:
    recorder = open_session(folder, now=Clock().now, **options)
    for event in session(1):
        recorder.put(event)
    recorder.close()
    return recorder.path


def test_the_header_tells_when_by_what_and_with_whom(tmp_path: Path) -> None:
    path = record(tmp_path, header=Header(mode="interview", providers=("local",)))
    header = read_session(path).header
    assert header.app == __version__
    assert (header.mode, header.providers, header.version) == ("interview", ("local",), 1)
    age = datetime.now().astimezone() - datetime.fromisoformat(header.started)
    assert timedelta(0) <= age < timedelta(minutes=1)


class Noon(datetime):
    """A wall clock that stands still, as after having been set back."""

    @classmethod
    def now(cls, tz=None) -> datetime:
        return datetime(2026, 11, 20, 12, 0, 0)


def test_a_clock_that_jumps_back_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "datetime", Noon)
    names = [record(tmp_path).name for _ in range(3)]
    assert names == [f"20261120-120000{number}.gpcast" for number in ("", "-2", "-3")]


def test_two_instances_record_side_by_side(tmp_path: Path) -> None:
    one = open_session(tmp_path, now=Clock().now)
    two = open_session(tmp_path, now=Clock().now)
    for event in session(1):
        one.put(event)
        two.put(event)
    one.close()
    two.close()
    assert one.path != two.path
    assert read_session(one.path).events == read_session(two.path).events


def test_a_folder_in_the_way_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    with pytest.raises(GhostPilotError, match=r"sessions cannot be written to"):
        open_session(tmp_path / "sessions", now=Clock().now)


def test_a_cut_session_goes_on_after_its_last_event(tmp_path: Path) -> None:
    path = record(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b'"sha256"')])
    recorder = resume_session(path, now=Clock().now)
    for event in turn(2, 1.0):
        recorder.put(event)
    recorder.close()
    read = read_session(path)
    assert read.bad_lines == ()
    assert [mark.code for mark in read.marks] == ["r", "z"]
    assert read.marks[0].data["torn"] > 0
    before, after = session(1)[:-1], read.events[len(session(1)) - 1 :]
    assert list(read.events[: len(before)]) == before
    assert list(after) == turn(2, 4.55)


@pytest.mark.parametrize("size", [0, 40])
def test_a_session_cut_in_its_first_line_begins_anew(tmp_path: Path, size: int) -> None:
    path = record(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    recorder = resume_session(path, now=Clock().now)
    for event in turn(1, 1.0):
        recorder.put(event)
    recorder.close()
    read = read_session(path)
    assert (list(read.events), read.bad_lines) == (turn(1, 1.0), ())
    assert read.header.started


@pytest.mark.parametrize("key", [None, KEY])
def test_a_session_cut_at_any_byte_can_be_checked_and_goes_on_marked(
    tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # no power fails meanwhile
    recorder = open_session(tmp_path, now=Clock().now, key=key)
    recorder.put(turn(1, 1.0)[0])
    recorder.mark("here")
    recorder.close()
    path, aside = recorder.path, recorder.path.with_name(recorder.path.name + ".torn")
    whole = path.read_bytes()
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        assert verify(path, key=key).sentences() or size >= len(whole) - 1
        resume_session(path, now=Clock().now, key=key).close()
        kept = aside.read_bytes() if aside.exists() else b""
        read = read_session(path, key=key)
        seams = [mark.data for mark in read.marks if mark.code == "r"]
        assert seams == [{"torn": len(kept)}]
        assert (read.bad_lines, read.torn, read.ended) == ((), 0, "closed")
        assert bool(read.header.cipher) is bool(key)
        assert whole[:size] in (whole[: size - len(kept)] + kept, path.read_bytes()[:size])
        aside.unlink(missing_ok=True)


def test_a_session_being_recorded_cannot_be_resumed(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    with pytest.raises(GhostPilotError, match="is being recorded"):
        resume_session(recorder.path, now=Clock().now)
    recorder.close()


def test_a_missing_session_cannot_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"none\.gpcast cannot be written"):
        resume_session(tmp_path / "none.gpcast", now=Clock().now)

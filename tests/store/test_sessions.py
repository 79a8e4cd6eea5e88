"""A session file opens whatever happened to it, and says how much of it was damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.events import AnswerDelta, Event, Question
from app.store import sessions
from app.store.gpcast import Header, Line, encode_header, encode_line
from app.store.sessions import read_session
from tests.session_samples import session
from tests.store.test_scribe import scribble


def file_bytes(events: list[Event]) -> bytes:
    lines = [encode_line(line) for line in scribble(events)]
    close = encode_line(Line(9_000, "z", {"reason": "closed"}))
    return encode_header(Header(started="2026-11-20T10:00:00+00:00")) + b"".join([*lines, close])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "20261120-100000.gpcast"
    path.write_bytes(file_bytes(session(3)))
    return path


def test_a_sound_file_gives_back_every_event(file: Path) -> None:
    read = read_session(file)
    assert list(read.events) == session(3)
    assert (read.bad_lines, read.unknown, read.ended) == ((), 0, "closed")
    assert read.duration == 7.9


def test_a_damaged_line_costs_only_itself(file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    lines[5] = lines[5].replace(b"2", b"3", 1)
    file.write_bytes(b"".join(lines))
    read = read_session(file)
    assert read.bad_lines == (6,)
    assert len(read.events) == len(session(3)) - 1


def test_a_file_cut_anywhere_opens(tmp_path: Path) -> None:
    content = file_bytes(session(1))
    path = tmp_path / "20261120-100000.gpcast"
    counts = []
    for size in range(len(content) + 1):
        path.write_bytes(content[:size])
        read = read_session(path)
        assert read.bad_lines == ()
        assert read.torn < 2_000
        assert read.header.started.startswith("2026-11-20T10:00:00")
        counts.append(len(read.events))
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, len(session(1)))


def test_a_hole_of_nul_bytes_costs_a_line_or_two(tmp_path: Path) -> None:
    content = bytearray(file_bytes(session(30)))
    content[9_000:9_500] = bytes(500)
    path = tmp_path / "a.gpcast"
    path.write_bytes(content)
    read = read_session(path)
    assert 1 <= len(read.bad_lines) <= 3
    assert len(read.events) > len(session(30)) - 20


def test_without_its_header_the_start_comes_from_the_name(file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"\0" * 50 + b"\n" + b"".join(lines[1:]))
    read = read_session(file)
    assert read.bad_lines == (1,)
    assert read.header.started.startswith("2026-11-20T10:00:00")
    assert list(read.events) == session(3)


def test_without_pieces_only_an_unfinished_answer_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(file_bytes(session(2)[:-1]))
    whole = read_session(path).events
    read = read_session(path, pieces=False).events
    pieces = [event for event in read if isinstance(event, AnswerDelta)]
    assert {piece.question for piece in pieces} == {"q2"}
    assert pieces == [e for e in whole if isinstance(e, AnswerDelta) and e.question == "q2"]


def test_lines_of_an_unknown_kind_are_counted_and_left_out(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(encode_line(Line(9_500, "hologram", {"x": 1})))
    read = read_session(file)
    assert (read.unknown, read.bad_lines) == (1, ())


def test_a_session_that_was_cut_off_has_no_end(tmp_path: Path) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(file_bytes(session(1)).rsplit(b"\n", 2)[0] + b"\n")
    assert read_session(path).ended == ""


@pytest.mark.parametrize("content", [b"hello\nworld\n", b"{}", bytes(5000), os.urandom(5000)])
def test_what_is_no_session_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.gpcast"
    path.write_bytes(content)
    with pytest.raises(GhostPilotError, match=r"a\.gpcast is not a session file"):
        read_session(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="There is no session"):
        read_session(tmp_path / "none.gpcast")
    with pytest.raises(GhostPilotError, match="is a folder"):
        read_session(tmp_path)


def test_a_monstrous_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.gpcast"
    with path.open("wb") as stream:
        stream.truncate(10 * 1024**3)
    with pytest.raises(GhostPilotError, match=r"too large.*10\.0 GB"):
        read_session(path)


def test_a_monstrous_line_is_skipped_in_pieces(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "LONGEST_LINE", 4096)
    content = file.read_bytes().splitlines(keepends=True)
    content.insert(3, b"[" * 100_000 + b"\n")
    file.write_bytes(b"".join(content))
    read = read_session(file)
    assert read.bad_lines == (4,)
    assert list(read.events) == session(3)
    for place, question in zip(read.places, ("q1", "q2", "q3"), strict=True):
        part = read_session(file, part=place)
        asked = [event.id for event in part.events if isinstance(event, Question)]
        assert asked == [question]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "call.gpcast"
    os.mkfifo(pipe)
    with pytest.raises(GhostPilotError, match="is no file"):
        read_session(pipe)

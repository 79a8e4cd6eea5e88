"""A journal holds whole lines only, whatever stops a write halfway."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.store.gpcast import Line, encode_line
from app.store.journal import Journal, is_locked, lock_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.gpcast"


def test_lines_are_appended_to_a_private_file(path: Path) -> None:
    journal = Journal.create(path)
    journal.append(b"one\n")
    journal.append(b"two\n")
    journal.sync()
    journal.close()
    assert path.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not lock_path(path).exists()


def test_an_existing_file_is_never_begun_again(path: Path) -> None:
    path.write_bytes(b"precious\n")
    with pytest.raises(FileExistsError):
        Journal.create(path)
    assert path.read_bytes() == b"precious\n"


def test_two_cannot_append_to_one_file(path: Path) -> None:
    journal = Journal.create(path)
    with pytest.raises(GhostPilotError, match=r"a\.gpcast is being recorded"):
        Journal.reopen(path)
    journal.close()
    again, _ = Journal.reopen(path)
    again.close()


def test_a_file_in_use_is_told_from_one_whose_program_died(path: Path) -> None:
    journal = Journal.create(path)
    assert is_locked(path)
    journal.close()
    assert not is_locked(path)
    lock_path(path).touch()
    assert not is_locked(path)


@pytest.mark.parametrize("tail", [b"half a li", b"\0" * 4096, b"x" * 200_000])
def test_a_torn_tail_is_set_aside(path: Path, tail: bytes) -> None:
    path.write_bytes(b"one\ntwo\n" + tail)
    journal, torn = Journal.reopen(path)
    journal.append(b"three\n")
    journal.close()
    assert torn == len(tail)
    assert path.read_bytes() == b"one\ntwo\nthree\n"
    aside = path.with_name("a.gpcast.torn")
    assert aside.read_bytes() == tail
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600


def test_a_whole_file_has_no_torn_tail(path: Path) -> None:
    path.write_bytes(b"one\n")
    journal, torn = Journal.reopen(path)
    journal.close()
    assert torn == 0
    assert os.listdir(path.parent) == ["a.gpcast"]


def test_a_line_that_lacks_only_its_newline_is_given_it(path: Path) -> None:
    line = encode_line(Line(0, "m", {"note": "here"}))
    path.write_bytes(b"one\n" + line[:-1])
    journal, torn = Journal.reopen(path)
    journal.append(b"two\n")
    journal.close()
    assert torn == 0
    assert path.read_bytes() == b"one\n" + line + b"two\n"


def test_a_line_that_went_in_halfway_is_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.create(path)
    journal.append(b"one\n")
    real = os.write
    answers = iter([lambda fd, data: real(fd, data[:2]), _no_room])
    monkeypatch.setattr(os, "write", lambda fd, data: next(answers)(fd, data))
    with pytest.raises(OSError, match="No space"):
        journal.append(b"two\n")
    monkeypatch.undo()
    assert path.read_bytes() == b"one\n"
    journal.append(b"two\n")
    journal.close()
    assert path.read_bytes() == b"one\ntwo\n"


def test_where_it_cannot_be_taken_back_it_is_closed_off(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.create(path)
    real = os.write
    answers = iter([lambda fd, data: real(fd, data[:2]), _no_room])
    monkeypatch.setattr(os, "write", lambda fd, data: next(answers)(fd, data))
    monkeypatch.setattr(os, "ftruncate", _no_room)
    with pytest.raises(OSError, match="No space"):
        journal.append(b"one\n")
    monkeypatch.setattr(os, "write", real)
    journal.append(b"one\n")
    journal.append(b"two\n")
    journal.close()
    assert path.read_bytes() == b"on\none\ntwo\n"


def _no_room(*_: object) -> int:
    raise OSError(28, "No space left on device")

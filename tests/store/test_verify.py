"""Verify finds every kind of damage; repair leaves a sound file and throws nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Event
from app.store.blobs import blob_folder
from app.store.gpcast import Line, encode_line
from app.store.opening import open_session
from app.store.sessions import read_session
from app.store.verify import repair, verify
from tests.session_samples import answer, session

KEY = bytes(range(32))


def record(folder: Path, key: bytes | None = None, events: list[Event] | None = None) -> Path:
    recorder = open_session(folder, now=Clock().now, key=key)
    for event in session(3) if events is None else events:
        recorder.put(event)
    recorder.put_image(b"picture")
    recorder.close()
    return recorder.path


def damage(path: Path, number: int, old: bytes = b"q", new: bytes = b"Q") -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    path.write_bytes(b"".join(lines))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])
def test_a_sound_session_is_sound(tmp_path: Path, key: bytes | None) -> None:
    check = verify(record(tmp_path, key), key=key)
    assert check.sound
    assert check.sentences() == []
    assert check.answers == 3


def test_a_damaged_line_is_found(tmp_path: Path) -> None:
    path = record(tmp_path)
    damage(path, 5)
    check = verify(path)
    assert not check.sound
    assert check.sentences()[0] == "1 damaged line (5)"


def test_a_torn_tail_is_found(tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_bytes(path.read_bytes()[:-10])
    check = verify(path)
    assert not check.sound
    assert "torn off at the end" in check.sentences()[0]
    assert "the recording was cut off" in check.sentences()[1]


def test_pieces_that_are_not_the_answer_are_found(tmp_path: Path) -> None:
    path = record(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    frame = next(n for n, line in enumerate(lines) if b'"D"' in line)
    lines[frame] = encode_line(Line(3400, "D", {"question": "q1", "deltas": [[0, "Forged"]]}))
    path.write_bytes(b"".join(lines))
    check = verify(path)
    assert check.wrong_answers == ("q1",)
    assert "q1: the deltas do not join to the answer's text" in check.sentences()


def test_a_broken_rule_is_found(tmp_path: Path) -> None:
    check = verify(record(tmp_path, events=[*session(1), answer("q1", 9.0)]))
    assert "q1: an answer came after its end" in check.sentences()
    assert not check.sound


def test_a_missing_and_a_changed_image_are_found(tmp_path: Path) -> None:
    path = record(tmp_path)
    (image,) = blob_folder(path).iterdir()
    image.write_bytes(b"other")
    assert verify(path).bad_images == (image.name,)
    image.unlink()
    assert verify(path).sentences() == [f"image {image.name} is missing or damaged"]


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])
@pytest.mark.parametrize("number", [1, 6, 12])
def test_repair_takes_out_what_is_damaged_and_keeps_it_aside(
    tmp_path: Path, key: bytes | None, number: int
) -> None:
    path = record(tmp_path, key)
    damage(path, number, b"0", b"1")
    path.write_bytes(path.read_bytes() + b'[9000,"q",{"id"')
    before = read_session(path, key=key)
    assert repair(path, key=key) == (1, 15, False)
    after = verify(path, key=key)
    assert after.sound
    assert after.session.events == before.events
    assert after.session.bad_lines == ()
    aside = path.with_name(path.name + ".torn").read_bytes()
    assert len(aside.splitlines()) == 2
    assert aside.endswith(b'[9000,"q",{"id"')
    assert repair(path, key=key) == (0, 0, False)


def test_repair_sets_a_torn_tail_aside(tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_bytes(path.read_bytes() + b"half a line")
    assert repair(path) == (0, 11, False)
    assert verify(path).sound
    assert path.with_name(path.name + ".torn").read_bytes() == b"half a line"


def test_repair_of_a_session_cut_in_its_first_line_begins_it_anew(tmp_path: Path) -> None:
    path = record(tmp_path)
    path.write_bytes(path.read_bytes()[:50])
    assert repair(path) == (0, 50, True)
    check = verify(path)
    assert check.sound
    assert check.session.header.started
    assert [mark.code for mark in check.session.marks] == ["r", "z"]


def test_repair_leaves_a_sound_file_alone(tmp_path: Path) -> None:
    path = record(tmp_path)
    before = path.read_bytes()
    assert repair(path) == (0, 0, False)
    assert path.read_bytes() == before


def test_a_session_being_recorded_is_not_repaired(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.flush()
    with pytest.raises(GhostPilotError, match="is being recorded"):
        repair(recorder.path)
    recorder.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])
def test_a_session_that_was_cut_off_gets_an_end_and_then_there_is_nothing_to_do(
    tmp_path: Path, key: bytes | None
) -> None:
    """Cut between lines in the middle of an answer: all that is there is sound."""
    path = record(tmp_path, key)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:8]))
    before = verify(path, key=key)
    assert (before.sound, before.sentences()) == (True, ["the recording was cut off"])
    assert repair(path, key=key) == (0, 0, True)
    after = verify(path, key=key)
    assert (after.sound, after.sentences()) == (True, ["the recording was cut off"])
    assert after.session.ended == "cut"
    assert after.session.events == before.session.events
    assert repair(path, key=key) == (0, 0, False)


def test_a_session_being_recorded_is_not_called_cut_off(tmp_path: Path) -> None:
    recorder = open_session(tmp_path, now=Clock().now)
    recorder.flush()
    assert verify(recorder.path).sentences() == ["it is being recorded"]
    recorder.close()

"""The writer brings lines to the disk in order and goes on where a refusal stopped it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.store.blobs import blob_folder, blob_name
from app.store.encryption import KEY_BYTES, Cipher
from app.store.gpcast import Line
from app.store.journal import Journal
from app.store.writer import IMAGE_TRIES, SYNC_S, Entry, Writer


@pytest.fixture
def writer(tmp_path: Path):
    made = Writer(Journal.create(tmp_path / "a.gpcast"))
    yield made
    made.close()


def test_lines_are_appended_in_order(writer: Writer, tmp_path: Path) -> None:
    for text in (b"1\n", b"2\n", b"3\n"):
        writer.add(Entry(text, "t"))
    assert writer.waiting == 3
    writer.write()
    assert writer.waiting == 0
    assert (tmp_path / "a.gpcast").read_bytes() == b"1\n2\n3\n"


def test_what_is_kept_is_sealed_where_recordings_are(tmp_path: Path) -> None:
    made = Writer(Journal.create(tmp_path / "a.gpcast"), Cipher(bytes(KEY_BYTES)))
    made.add_lines([Line(1, "m", {"note": "a marker"})])
    made.add_picture(b"a picture", "q1", 2)
    made.write()
    made.close()
    kept = (tmp_path / "a.gpcast").read_bytes()
    assert kept.count(b"\n") == 2 and kept.count(b"sealed") == 2
    assert b"a marker" not in kept and b"q1" not in kept
    (image,) = blob_folder(tmp_path / "a.gpcast").iterdir()
    assert image.name == blob_name(b"a picture")
    assert b"a picture" not in image.read_bytes()


def test_talk_is_synced_in_a_while_and_a_question_at_once(writer: Writer) -> None:
    assert writer.sync_due is None
    writer.add(Entry(b"1\n", "t"))
    writer.write()
    assert writer.sync_due is not None
    assert SYNC_S - 1 < writer.sync_due - time.monotonic() <= SYNC_S
    writer.add(Entry(b"2\n", "q"))
    writer.write()
    assert writer.sync_due <= time.monotonic()
    writer.sync()
    assert writer.sync_due is None


def test_an_answer_counts_as_saved_only_once_it_is_synced(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.add(Entry(b"1\n", "e", question="q1"))
    writer.write()
    assert writer.take_saved() == []
    monkeypatch.setattr(os, "fsync", _broken)
    with pytest.raises(OSError, match="I/O error"):
        writer.sync()
    assert writer.take_saved() == []
    monkeypatch.undo()
    writer.sync()
    assert writer.take_saved() == ["q1"]
    assert writer.take_saved() == []


def test_an_image_is_on_the_disk_before_its_line(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real = Journal.append
    monkeypatch.setattr(
        Journal, "append", lambda self, line: (done.append("line"), real(self, line))[1]
    )
    monkeypatch.setattr(os, "fsync", lambda descriptor: done.append("fsync"))
    writer.add(Entry(b"1\n", "i", image=b"png", image_name=blob_name(b"png")))
    writer.write()
    assert done.index("fsync") < done.index("line")
    assert (blob_folder(tmp_path / "a.gpcast") / blob_name(b"png")).read_bytes() == b"png"


def test_a_refused_line_is_tried_again_and_written_once(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.add(Entry(b"1\n", "t"))
    writer.add(Entry(b"2\n", "t"))
    monkeypatch.setattr(os, "write", _broken)
    with pytest.raises(OSError, match="I/O error"):
        writer.write()
    assert writer.waiting == 2
    monkeypatch.undo()
    writer.write()
    assert (tmp_path / "a.gpcast").read_bytes() == b"1\n2\n"


def test_an_image_that_cannot_be_kept_holds_up_nothing_for_long(
    writer: Writer, tmp_path: Path
) -> None:
    blob_folder(tmp_path / "a.gpcast").touch()
    writer.add(Entry(b"1\n", "i", image=b"png", image_name=blob_name(b"png")))
    writer.add(Entry(b"2\n", "t"))
    for _ in range(IMAGE_TRIES - 1):
        with pytest.raises(OSError):
            writer.write()
    writer.write()
    assert writer.given_up == 1
    assert (tmp_path / "a.gpcast").read_bytes() == b"2\n"


def _broken(*_: object) -> int:
    raise OSError(5, "I/O error")

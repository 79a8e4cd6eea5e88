"""The index as a whole: what it takes over, and what it says of itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import GhostPilotError
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.index import Snapshot, build
from app.retrieval.scripted import WordEncoder
from app.retrieval.vector_cache import NOTHING

Write = Callable[[dict[str, str | bytes]], Path]


def indexed(folder: Path, previous: Snapshot | None = None) -> Snapshot:
    known = previous.known() if previous else NOTHING
    return build([folder], WordEncoder(), known, previous=previous)


def test_only_changed_chunks_are_encoded(notes: Write) -> None:
    folder = notes({"a.md": "# A\n\nKafka.\n\n# B\n\nRedis.", "b.md": "Deploys."})
    first = indexed(folder)
    assert first.embedded == 3
    notes({"a.md": "# A\n\nKafka.\n\n# B\n\nRedis is slow."})
    second = indexed(folder, first)
    assert second.embedded == 1
    fresh = indexed(folder)
    assert np.allclose(second.matrix, fresh.matrix)
    assert [e.chunk for e in second.entries] == [e.chunk for e in fresh.entries]


def test_unchanged_notes_are_taken_over_whole(notes: Write) -> None:
    folder = notes({"a.md": "Kafka.", "b.md": "Redis.", "c.md": "Mongo."})
    os.utime(folder / "a.md", (1, 1))
    first = indexed(folder)
    notes({"c.md": "Mongo is new."})
    second = indexed(folder, first)
    assert second.notes[0] is first.notes[0], "settled long ago"
    assert second.notes[1] is first.notes[1], "changed seconds ago, but not since"
    assert second.notes[2] is not first.notes[2]


def test_an_edit_under_the_same_time_stamp_is_seen(notes: Write) -> None:
    folder = notes({"a.md": "Kafka."})
    first = indexed(folder)
    stamp = (folder / "a.md").stat()
    notes({"a.md": "Redis."})
    os.utime(folder / "a.md", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert indexed(folder, first).entries[0].chunk.text == "Redis."


def test_a_moved_note_keeps_its_vectors(notes: Write) -> None:
    folder = notes({"a.md": "# Kafka\n\nLag."})
    first = indexed(folder)
    (folder / "sub").mkdir()
    (folder / "a.md").rename(folder / "sub" / "b.md")
    second = indexed(folder, first)
    assert second.embedded == 0 and second.notes[0].note.file.name == "sub/b.md"


def test_a_note_that_vanishes_during_the_build_is_skipped(
    notes: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.retrieval import index

    folder = notes({"a.md": "Kafka.", "b.md": "Redis."})
    list_notes = index.list_notes

    def list_then_delete(folders: list[Path]) -> object:
        listing = list_notes(folders)
        (folder / "a.md").unlink()
        return listing

    monkeypatch.setattr(index, "list_notes", list_then_delete)
    snapshot = indexed(folder)
    assert [e.chunk.text for e in snapshot.entries] == ["Redis."]
    assert "No such file" in snapshot.skipped[0].reason


def test_the_vocabulary_knows_every_word(notes: Write, encoder: OnnxEncoder) -> None:
    snapshot = build([notes({"a.md": "# Lagging\n\nKafka."})], encoder, NOTHING)
    assert "lag" in snapshot.vocabulary and "kafka" in snapshot.vocabulary
    assert snapshot.ordinary("cost") and not snapshot.ordinary("kafka")


def test_no_note_at_all_is_named(notes: Write) -> None:
    with pytest.raises(GhostPilotError, match=r"There are no notes in .*it is empty"):
        indexed(notes({}))
    with pytest.raises(GhostPilotError, match="binary, not text"):
        indexed(notes({"a.md": b"\0"}))


def test_the_view_tells_what_is_searched(notes: Write) -> None:
    folder = notes({"a.md": "# Kafka\n\nLag.", "b.md": b"\0", "c.md": b"K\xe4se.", ".x.md": "x"})
    view = indexed(folder).view("a remark")
    assert view.folders == (folder.as_posix(),)
    names = [(note.name, note.title, note.chunks) for note in view.notes]
    assert names == [("a.md", "Kafka", 1), ("c.md", "c", 1)]
    assert "Windows-1252" in view.notes[1].remark
    assert {Path(s.path).name: s.reason for s in view.skipped} == {
        ".x.md": "hidden",
        "b.md": "binary, not text",
    }
    assert view.chunks == 2 and view.encoder == "words-384/fp32" and view.built_at > 0
    assert view.remark == "a remark"


def test_a_note_without_text_is_known(notes: Write) -> None:
    view = indexed(notes({"a.md": "\n\n"})).view()
    assert [(note.name, note.title, note.chunks) for note in view.notes] == [("a.md", "a", 0)]

"""Points are named by what they hold, and counted as the server counts."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.knowledge import Skipped
from app.retrieval.notes import list_notes
from app.retrieval.qdrant_points import Base, index_of
from app.retrieval.scripted import WordEncoder
from app.retrieval.workers import IndexedNote, ThreadWorker

Write = Callable[[dict[str, str | bytes]], Path]


def base(folder: Path) -> Base:
    listing = list_notes([folder])
    read = ThreadWorker(WordEncoder()).read(listing.files)
    pairs = zip(listing.files, read, strict=True)
    notes = {file: note for file, note in pairs if isinstance(note, IndexedNote)}
    return Base([folder], listing, notes, [Skipped("x", "y")], lambda word: False)


def test_a_name_changes_with_the_text_only(notes: Write) -> None:
    first = base(notes({"a.md": "Kafka.", "b.md": "Redis."}))
    second = base(notes({"b.md": "Redis is slow."}))
    assert len(first.points.keys() & second.points.keys()) == 1


def test_rarity_is_lucene_s(notes: Write) -> None:
    known = base(notes({"1.md": "Kafka.", "2.md": "Redis."}))
    assert known.rarity("kafka") == pytest.approx(math.log(1 + 1.5 / 1.5))
    assert known.rarity("mongo") > known.rarity("kafka")


def test_terms_have_places_of_their_own() -> None:
    assert index_of("kafka") == index_of("kafka") != index_of("redis")
    assert 0 <= index_of("kafka") < 2**32


def test_the_view_counts_points(notes: Write) -> None:
    view = base(notes({"a.md": "# Kafka\n\nLag."})).view("words/fp32", 1.5, 1)
    assert (view.chunks, view.embedded, view.encoder) == (1, 1, "words/fp32")
    assert view.notes[0].title == "Kafka" and view.skipped == (Skipped("x", "y"),)


def test_a_point_carries_both_vectors_and_its_place(notes: Write) -> None:
    pytest.importorskip("qdrant_client", reason="the qdrant extra is not installed")
    known = base(notes({"a.md": "# Kafka\n\nLag lag."}))
    (name,) = known.points
    point = known.point(name, WordEncoder().encode(["lag"])[0])
    assert set(point.vector) == {"words", "meaning"}
    assert sorted(point.vector["words"].indices) == sorted(map(index_of, ["kafka", "lag"]))
    assert (point.payload["heading"], point.payload["line"]) == ("Kafka", 3)

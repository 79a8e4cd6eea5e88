"""The index as a whole: what it takes over, what it finds, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import GhostPilotError
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.index import Found, Snapshot, build, save_vectors, search
from app.retrieval.scripted import WordEncoder

Write = Callable[[dict[str, str | bytes]], Path]


def indexed(folder: Path, cache: Path, previous: Snapshot | None = None) -> Snapshot:
    return build([folder], WordEncoder(), cache, previous=previous)


def ask(snapshot: Snapshot, query: str, top: int = 4) -> Found:
    return search(snapshot, WordEncoder(), query, top=top)


ANSWERED = {
    "who mentored the interns": ("profile.md", "Mentoring"),
    "how do you roll back a deploy": ("runbooks/deploys.md", "Rollback"),
    "what does the growth plan cost": ("product/pricing.md", "Plans"),
    "why did you leave RabbitMQ": ("projects/kafka-migration.md", "Why we moved"),
    "who decides at Acme": ("meetings/acme-background.md", "People"),
    "how did you make the p95 latency better": ("projects/tracking-api.md", "Latency work"),
    "how many customers left last quarter": ("meetings/quarterly-review.md", "Numbers"),
    "what is a SEV1": ("runbooks/incidents.md", "Severity levels"),
    "where do you store customer data": ("product/faq.md", "Where is the data stored?"),
    "when are the forecasts poor": ("product/delivery-forecast.md", "Known weak spots"),
}


@pytest.mark.parametrize("query", ANSWERED)
def test_the_sample_notes_answer(
    sample: Path, tmp_path: Path, encoder: OnnxEncoder, query: str
) -> None:
    found = search(build([sample], encoder, tmp_path), encoder, query)
    assert found.covered
    first = found.passages[0]
    assert (first.note, first.heading.split(" > ")[-1]) == ANSWERED[query]


def test_a_passage_opens_at_its_line(sample: Path, tmp_path: Path, encoder: OnnxEncoder) -> None:
    found = search(build([sample], encoder, tmp_path), encoder, "who mentored the interns")
    first = found.passages[0]
    line = Path(first.path).read_text(encoding="utf-8").split("\n")[first.line - 1]
    assert first.text.startswith(line)


def test_only_changed_chunks_are_encoded(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "# A\n\nKafka.\n\n# B\n\nRedis.", "b.md": "Deploys."})
    first = indexed(folder, tmp_path / "c")
    assert first.embedded == 3
    notes({"a.md": "# A\n\nKafka.\n\n# B\n\nRedis is slow."})
    second = indexed(folder, tmp_path / "c", first)
    assert second.embedded == 1
    assert ask(second, "redis slow").passages[0].text == "Redis is slow."
    fresh = indexed(folder, tmp_path / "other")
    assert np.allclose(second.matrix, fresh.matrix)
    assert [e.chunk for e in second.entries] == [e.chunk for e in fresh.entries]


def test_vectors_outlive_the_process(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "Kafka.", "b.md": "Redis."})
    assert save_vectors(indexed(folder, tmp_path), tmp_path) == ""
    again = indexed(folder, tmp_path)
    assert again.embedded == 0 and again.remark == ""
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.bin")}
    assert save_vectors(again, tmp_path) == ""
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.bin")}


def test_a_damaged_cache_is_made_again_and_said(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "Kafka."})
    save_vectors(indexed(folder, tmp_path), tmp_path)
    (file,) = tmp_path.glob("*.bin")
    file.write_bytes(file.read_bytes()[:-1])
    again = indexed(folder, tmp_path)
    assert again.embedded == 1 and "is damaged" in again.view().remark


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_smallest_bases_find_their_note(notes: Write, tmp_path: Path, count: int) -> None:
    texts = ["Kafka keeps events.", "Redis is a cache.", "Deploys are on Monday."]
    folder = notes({f"{n}.md": text for n, text in enumerate(texts[:count])})
    found = ask(indexed(folder, tmp_path), "kafka events")
    assert found.covered and found.passages[0].text == texts[0]
    assert found.passages[0].why.bm25 == 1 and len(found.passages) == count


@pytest.mark.parametrize("query", ["", " \n ", "?!"])
def test_a_query_without_words(notes: Write, tmp_path: Path, query: str) -> None:
    found = ask(indexed(notes({"a.md": "Kafka."}), tmp_path), query)
    assert not found.covered


def test_a_query_of_stop_words_falls_back_on_meaning(notes: Write, tmp_path: Path) -> None:
    found = ask(indexed(notes({"a.md": "Kafka.", "b.md": "Redis."}), tmp_path), "what is it")
    assert all(p.why.bm25 is None and p.why.terms == () for p in found.passages)


def test_a_note_without_text_is_known_but_finds_nothing(notes: Write, tmp_path: Path) -> None:
    snapshot = indexed(notes({"a.md": "\n\n"}), tmp_path)
    assert ask(snapshot, "anything") == Found((), False)
    assert [(n.name, n.title, n.chunks) for n in snapshot.view().notes] == [("a.md", "a", 0)]
    assert save_vectors(snapshot, tmp_path) == ""


def test_no_note_at_all_is_named(notes: Write, tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"There are no notes in .*it is empty"):
        indexed(notes({}), tmp_path)
    with pytest.raises(GhostPilotError, match="binary, not text"):
        indexed(notes({"a.md": b"\0"}), tmp_path)


def test_the_view_tells_what_is_searched(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "# Kafka\n\nLag.", "b.md": b"\0", "c.md": b"K\xe4se.", ".x.md": "x"})
    view = indexed(folder, tmp_path).view()
    assert view.folders == (folder.as_posix(),)
    assert [(n.name, n.title, n.chunks) for n in view.notes] == [
        ("a.md", "Kafka", 1),
        ("c.md", "c", 1),
    ]
    assert "Windows-1252" in view.notes[1].remark
    assert {Path(s.path).name: s.reason for s in view.skipped} == {
        ".x.md": "hidden",
        "b.md": "binary, not text",
    }
    assert view.chunks == 2 and view.encoder == "words-384/fp32" and view.built_at > 0

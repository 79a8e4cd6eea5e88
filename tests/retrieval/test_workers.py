"""A process does big work exactly as a thread would, and small work stays here."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.core.knowledge import Skipped
from app.retrieval import workers
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.notes import list_notes
from app.retrieval.workers import IndexedNote, ProcessWorker, ThreadWorker, shared

Write = Callable[[dict[str, str | bytes]], Path]


def test_a_thread_reads_and_encodes_in_order(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"a.md": "Kafka lags.", "b.md": b"\0"})]).files
    read = list(ThreadWorker(encoder).read(files))
    assert isinstance(read[0], IndexedNote) and isinstance(read[1], Skipped)
    (entry,) = read[0].entries
    assert (entry.words, entry.terms) == (("kafka", "lags"), ("kafka", "lag"))
    steps = list(ThreadWorker(encoder).encode([f"text {n}" for n in range(130)]))
    assert [len(step) for step in steps] == [64, 64, 2]


def test_words_are_kept_once_in_memory(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"1.md": "kafka", "2.md": "kafka"})]).files
    first, second = map(shared, ThreadWorker(encoder).read(files))
    assert isinstance(first, IndexedNote) and isinstance(second, IndexedNote)
    assert first.entries[0].words[-1] is second.entries[0].words[-1]


def test_small_work_starts_no_process(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"a.md": "Kafka lags."})]).files
    with closing(ProcessWorker(encoder, "")) as worker:
        assert list(worker.read(files)) == list(ThreadWorker(encoder).read(files))
        assert len(list(worker.encode(["one", "two"]))) == 1
        assert multiprocessing.active_children() == []


def test_a_process_does_the_same(
    notes: Write, encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BIG_BYTES", 1)
    monkeypatch.setattr(workers, "BIG_TEXTS", 1)
    files = list_notes([notes({f"{n}.md": f"Note number {n}." for n in range(20)})]).files
    texts = [f"text {n}" for n in range(70)]
    here = ThreadWorker(encoder)
    with closing(ProcessWorker(encoder, "")) as worker:
        assert list(worker.read(files)) == list(here.read(files))
        there = np.concatenate(list(worker.encode(texts)))
        assert np.allclose(there, np.concatenate(list(here.encode(texts))), atol=1e-5)
    assert multiprocessing.active_children() == []

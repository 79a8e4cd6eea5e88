"""Made-up bases have the size they say and cost no encoding."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.bench.retrieval_bases import LikeEncoder, questions, synthetic, texts, write_base
from app.retrieval.index import build
from app.retrieval.scripted import WordEncoder
from app.retrieval.vector_cache import NOTHING


def test_a_base_has_as_many_chunks_as_asked(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "base", 230, None)
    snapshot = build([folder], LikeEncoder("x/y"), NOTHING)
    assert len(snapshot.entries) == 230 and snapshot.encoder_id == "x/y"


def test_texts_differ() -> None:
    assert len(set(texts(300, None))) == 300


def test_an_index_is_made_without_files() -> None:
    snapshot = synthetic(40, LikeEncoder("x/y"), None)
    assert len(snapshot.entries) == len(snapshot.files) == 40
    assert np.allclose(np.linalg.norm(snapshot.matrix, axis=1), 1, atol=1e-5)
    assert not snapshot.ordinary("cost") and snapshot.encoder_id == "x/y"
    assert synthetic(1, WordEncoder(), None).entries


def test_there_are_questions_to_ask() -> None:
    assert len(questions(None)) >= 150

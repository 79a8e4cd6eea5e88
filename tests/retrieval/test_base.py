"""What every encoder and every retriever must do, held over the fakes and the real parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from app.core.events import Passage, Why
from app.retrieval.base import Encoder, Retriever
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.fusion import Method
from app.retrieval.live import LiveNotes
from app.retrieval.qdrant import QdrantNotes
from app.retrieval.scripted import ScriptedRetriever, WordEncoder

KNOWN = "who mentored the interns"


@pytest.fixture(params=["words", "onnx"])
def any_encoder(request: pytest.FixtureRequest, encoder: OnnxEncoder) -> Encoder:
    return WordEncoder() if request.param == "words" else encoder


def test_vectors_are_float32_of_length_one(any_encoder: Encoder) -> None:
    vectors = any_encoder.encode(["who mentored the interns", "", "ü" * 5000, "12 %"])
    assert vectors.dtype == np.float32 and vectors.shape[0] == 4
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_text_gives_no_vector(any_encoder: Encoder) -> None:
    assert any_encoder.encode([]).shape[0] == 0


def test_a_text_keeps_its_vector_in_any_company(any_encoder: Encoder) -> None:
    alone = any_encoder.encode(["roll back a deploy"])[0]
    among = any_encoder.encode(["a", "roll back a deploy", "a much longer text " * 9])[1]
    assert float(alone @ among) > 0.98


def test_an_encoder_names_model_and_precision(any_encoder: Encoder) -> None:
    assert "/" in any_encoder.id


@pytest.fixture(params=["scripted", "live", "convex", "qdrant"])
async def retriever(
    request: pytest.FixtureRequest, sample: Path, tmp_path: Path, encoder: OnnxEncoder
) -> AsyncIterator[Retriever]:
    if request.param == "scripted":
        why = Why(1, 1, ("mentored", "interns"))
        passages = [
            Passage(f"p{n}", "text", "profile.md", "Profile > Mentoring", "/p.md", n, 1 / n, why)
            for n in range(1, 7)
        ]
        yield ScriptedRetriever({KNOWN: passages})
    elif request.param == "qdrant":
        pytest.importorskip("qdrant_client", reason="the qdrant extra is not installed")
        served = QdrantNotes([sample], url=":memory:", encoder=encoder)
        yield served
        await served.aclose()
    else:
        fusion: Method = "convex" if request.param == "convex" else "rrf"
        live = LiveNotes([sample], tmp_path / "cache", encoder=encoder, fusion=fusion)
        yield live
        await live.aclose()


async def test_the_best_passages_come_first_and_say_why(retriever: Retriever) -> None:
    found = await retriever.search(KNOWN, question="q7")
    assert found.question == "q7" and found.covered and found.took_ms >= 0
    assert len(found.passages) == 4
    first = found.passages[0]
    assert (first.note, first.heading) == ("profile.md", "Profile > Mentoring")
    assert first.why.bm25 == 1 and set(first.why.terms) == {"mentored", "interns"}
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)


async def test_top_limits_the_passages(retriever: Retriever) -> None:
    assert len((await retriever.search(KNOWN, top=2)).passages) == 2
    assert (await retriever.search(KNOWN, top=0)).passages == ()


@pytest.mark.parametrize("query", ["", "   ", "\n"])
async def test_an_empty_query_finds_nothing(retriever: Retriever, query: str) -> None:
    found = await retriever.search(query, question="q1")
    assert not found.covered and found.passages == ()


async def test_a_passage_is_named_alike_each_time(retriever: Retriever) -> None:
    once, again = await retriever.search(KNOWN), await retriever.search(KNOWN)
    assert [p.id for p in once.passages] == [p.id for p in again.passages]
    assert len({p.id for p in once.passages}) == 4


async def test_what_no_note_says_is_not_covered(retriever: Retriever) -> None:
    assert not (await retriever.search("how do I bake sourdough bread")).covered


async def test_queries_at_the_same_time_keep_apart(retriever: Retriever) -> None:
    known, unknown = await asyncio.gather(
        retriever.search(KNOWN, question="a"), retriever.search("bake bread", question="b")
    )
    assert (known.question, known.covered) == ("a", True)
    assert (unknown.question, unknown.covered) == ("b", False)

"""The fakes do what they were told and remember what they were asked."""

from __future__ import annotations

import numpy as np

from app.retrieval.scripted import ScriptedRetriever, WordEncoder


def test_texts_that_share_words_are_alike() -> None:
    a, b, c = WordEncoder().encode(["kafka lag", "lag of Kafka", "sourdough bread"])
    assert a @ b > 0.8 > 0.2 > a @ c
    assert np.array_equal(a, WordEncoder().encode(["kafka lag"])[0])


async def test_queries_are_remembered() -> None:
    retriever = ScriptedRetriever({})
    found = await retriever.search("anything", question="q1")
    assert retriever.queries == ["anything"]
    assert found.question == "q1" and not found.covered

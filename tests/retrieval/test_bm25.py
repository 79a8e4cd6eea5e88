"""The same scores as rank-bm25, with an idf that is never zero or negative."""

from __future__ import annotations

import math
import random

import numpy as np
from rank_bm25 import BM25Okapi

from app.retrieval.bm25 import Bm25


def test_scores_are_those_of_rank_bm25_with_lucene_idf() -> None:
    chance = random.Random(7)
    vocabulary = [f"w{n}" for n in range(60)]
    documents = [chance.choices(vocabulary, k=chance.randint(0, 30)) for _ in range(80)]
    ours, theirs = Bm25(documents), BM25Okapi(documents)
    for term in theirs.idf:
        n = sum(term in document for document in documents)
        theirs.idf[term] = math.log(1 + (80 - n + 0.5) / (n + 0.5))
    for _ in range(30):
        query = chance.sample(vocabulary, 5)
        assert np.allclose(
            ours.scores(dict.fromkeys(query, 1.0)), theirs.get_scores(query), atol=1e-4
        )


def test_a_term_in_half_the_notes_still_counts() -> None:
    scores = Bm25([["kafka", "lag"], ["deploy"]]).scores({"kafka": 1.0})
    assert scores[0] > 0 and scores[1] == 0


def test_the_only_note_scores_above_zero() -> None:
    assert Bm25([["kafka"]]).scores({"kafka": 1.0})[0] > 0


def test_a_weight_scales_a_term() -> None:
    bm25 = Bm25([["kafka"], ["lag"]])
    assert np.isclose(bm25.scores({"kafka": 0.5})[0], bm25.scores({"kafka": 1.0})[0] / 2)


def test_empty_bases_and_documents_score_nothing() -> None:
    assert Bm25([]).scores({"a": 1.0}).tolist() == []
    assert Bm25([[]]).scores({"a": 1.0}).tolist() == [0.0]
    assert Bm25([[], ["a"]]).scores({"a": 1.0})[0] == 0


def test_a_term_is_the_rarer_the_fewer_have_it() -> None:
    bm25 = Bm25([["a"], ["b"], ["a", "a", "b", "c"]])
    assert "a" in bm25 and "z" not in bm25
    assert bm25.rarity("a") == bm25.rarity("b") < bm25.rarity("c") < bm25.rarity("z")

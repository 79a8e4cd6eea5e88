"""Fusion treats lists alike, breaks ties the same way always, and stands empty ones."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, strategies as st

from app.retrieval.fusion import Method, convex, fuse, reciprocal_ranks

METHODS = get_args(Method)

rankings = st.lists(st.lists(st.integers(0, 20), unique=True, max_size=15), max_size=4)
scores = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.5, 1.0, 2.0]), st.sampled_from([-0.1, 0.2, 0.5, 0.9])),
    max_size=30,
)


def as_arrays(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(pairs, dtype=np.float32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def test_ranks_count_from_zero_with_k_60() -> None:
    assert reciprocal_ranks([[7, 8], [8]]) == {7: 1 / 60, 8: 1 / 61 + 1 / 60}


@given(rankings, st.randoms())
def test_the_order_of_the_lists_does_not_matter(
    lists: list[list[int]], chance: random.Random
) -> None:
    shuffled = list(lists)
    chance.shuffle(shuffled)
    once, again = reciprocal_ranks(lists), reciprocal_ranks(shuffled)
    assert once.keys() == again.keys()
    assert all(once[item] == pytest.approx(again[item]) for item in once)


@given(rankings)
def test_an_empty_list_changes_nothing(lists: list[list[int]]) -> None:
    assert reciprocal_ranks([*lists, []]) == reciprocal_ranks(lists)


@given(scores, st.sampled_from(METHODS))
def test_each_document_comes_once_best_first(
    pairs: list[tuple[float, float]], method: Method
) -> None:
    fused = fuse(*as_arrays(pairs), method=method)
    items, values = [item for item, _ in fused], [value for _, value in fused]
    assert sorted(items) == list(range(len(pairs)))
    assert values == sorted(values, reverse=True)


@given(scores)
def test_ties_go_to_the_closer_in_meaning_then_to_the_earlier(
    pairs: list[tuple[float, float]],
) -> None:
    lexical, cosine = as_arrays(pairs)
    fused = fuse(lexical, cosine)
    for (first, a), (second, b) in pairwise(fused):
        if a == b:
            assert (-cosine[first], first) < (-cosine[second], second)


@given(scores, st.randoms())
def test_the_order_of_the_notes_does_not_matter(
    pairs: list[tuple[float, float]], chance: random.Random
) -> None:
    # Distinct scores, so that no tie falls back on the position.
    table = np.array(
        [(a + n * 1e-3 if a else 0.0, b + n * 1e-4) for n, (a, b) in enumerate(pairs)],
        dtype=np.float32,
    ).reshape(-1, 2)
    order = list(range(len(pairs)))
    chance.shuffle(order)
    plain = [item for item, _ in fuse(table[:, 0], table[:, 1])]
    moved = [order[item] for item, _ in fuse(table[order, 0], table[order, 1])]
    assert plain == moved


@pytest.mark.parametrize("method", METHODS)
def test_without_a_matching_word_the_order_is_that_of_meaning(method: Method) -> None:
    cosine = np.array([0.1, 0.9, 0.5], dtype=np.float32)
    fused = fuse(np.zeros(3, dtype=np.float32), cosine, method=method)
    assert [item for item, _ in fused] == [1, 2, 0]


def test_an_unmatched_document_gets_no_rank_by_words() -> None:
    lexical = np.array([0.0, 0.0, 3.0], dtype=np.float32)
    cosine = np.array([0.1, 0.2, 0.9], dtype=np.float32)
    assert [item for item, _ in fuse(lexical, cosine)] == [2, 1, 0]


def test_nothing_fuses_to_nothing() -> None:
    nothing = np.zeros(0, dtype=np.float32)
    assert fuse(nothing, nothing) == []


def test_the_convex_sum_is_between_zero_and_one() -> None:
    mixed = convex(np.array([0, 5.0], dtype=np.float32), np.array([0.2, 0.8], dtype=np.float32))
    assert mixed.tolist() == [0.0, 1.0]

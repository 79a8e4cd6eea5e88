"""Likeness is exact, and the best come first in a stable order."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st

from app.retrieval.dense import best, cosines


def test_cosine_of_unit_vectors() -> None:
    matrix = np.eye(3, dtype=np.float32)
    assert cosines(matrix, matrix[1]).tolist() == [0, 1, 0]


@given(st.lists(st.integers(-3, 3), max_size=40), st.integers(1, 50))
def test_best_is_a_stable_sort_cut_short(values: list[int], depth: int) -> None:
    scores = np.array(values, dtype=np.float32)
    expected = sorted(range(len(values)), key=lambda i: (-values[i], i))
    assert best(scores, depth).tolist() == expected[:depth]
    assert (
        best(scores, depth, positive=True).tolist()
        == [i for i in expected if values[i] > 0][:depth]
    )

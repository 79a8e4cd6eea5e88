"""Recall and gain are reckoned as in the books."""

from __future__ import annotations

import math

import pytest

from app.bench.retrieval_quality import _precision, quality


def test_recall_counts_the_first_four_and_gain_falls_with_rank() -> None:
    orders = {"first": [7, 1, 2], "third": [1, 2, 7], "fifth": [1, 2, 3, 4, 7], "never": [1]}
    recall, gain = quality(orders.__getitem__, [(name, 7) for name in orders])
    assert recall == 50
    assert gain == pytest.approx(100 * (1 + 1 / math.log2(4) + 1 / math.log2(6)) / 4)


def test_precision_and_recall_are_of_the_verdict_not_covered() -> None:
    verdicts = [(False, False), (False, False), (False, True), (True, False), (True, True)]
    precision, recall = _precision("x", verdicts)
    assert (precision.name, precision.value) == ("x.precision", 0.667)
    assert (recall.name, recall.value, recall.passed) == ("x.recall", 0.667, False)

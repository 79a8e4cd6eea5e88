"""Figures carry their goal and say whether they reached it."""

from __future__ import annotations

from app.bench.base import at_least, at_most, percentile


def test_a_figure_passes_at_its_goal_and_fails_beyond() -> None:
    assert at_most("wait", 5, "ms", 5).passed is True
    assert at_most("wait", 5.1, "ms", 5).passed is False
    assert at_least("recall", 97, "%", 97).passed is True
    assert at_least("recall", 96.9, "%", 97).passed is False
    assert at_most("wait", 1, "ms", 5).goal == "<= 5"


def test_percentiles_are_values_that_were_measured() -> None:
    values = [4.0, 1.0, 3.0, 2.0]
    assert percentile(values, 50) == 2.0
    assert percentile(values, 95) == 4.0
    assert percentile([7.0], 50) == 7.0

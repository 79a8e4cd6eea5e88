"""The user hears how far a model has come, and nothing where there is nothing to wait for."""

from __future__ import annotations

from app.asr.loading import in_words
from app.core.events import Info


def notes(shares: list[float], step: int = 1) -> list[str]:
    told: list[Info] = []
    progress = in_words(told.append, step)
    for share in shares:
        progress("Fetching the model", share)
    return [info.note for info in told]


def test_each_per_cent_is_told_once():
    assert notes([0.0, 0.001, 0.011, 0.012, 0.5, 0.5]) == [
        "Fetching the model: 1 %",
        "Fetching the model: 50 %",
    ]


def test_in_a_terminal_each_tenth_is_enough():
    assert notes([0.05, 0.11, 0.19, 0.2, 0.99], step=10) == [
        "Fetching the model: 11 %",
        "Fetching the model: 20 %",
        "Fetching the model: 99 %",
    ]


def test_what_is_there_at_once_needs_no_words():
    assert notes([0.0, 1.0]) == []

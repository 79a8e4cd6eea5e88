"""A short day with every fault: nothing is left behind, and the recording is whole."""

from __future__ import annotations

from app.bench import soak

TIMED = ("growth", "lag", "passages p50", "more at the end")
"""What is only measured: a short run on a busy machine says little about it."""


def test_a_short_day_with_every_fault_leaves_nothing_and_loses_nothing() -> None:
    figures = {figure.name: figure for figure in soak.figures(0.2, 12.0)}
    missed = {
        name: (figure.value, figure.reason)
        for name, figure in figures.items()
        if figure.passed is False and not any(word in name for word in TIMED)
    }
    assert missed == {}
    faults = str(figures["soak: what went wrong on purpose"].value)
    for kind in ("devices lost", "provider down", "note edited", "disk full", "pause"):
        assert kind in faults


def test_growth_is_taken_from_when_everything_is_loaded() -> None:
    sizes = [100.0, 150.0, *(200.0 for _ in range(13)), 212.0]
    grown = {f.name: f for f in soak._grown([{"rss_mb": size} for size in sizes])}
    growth = grown["soak: growth of memory since the first hour"]
    assert (growth.value, growth.passed) == (6.0, False)


def test_what_is_still_held_after_closing_is_a_miss() -> None:
    held = {"tasks": 1, "threads": 3, "handles": 20, "windows": 0}
    told = {"before": held, "after": held | {"threads": 4}, "samples": [held, held]}
    figures = {figure.name: figure for figure in soak._left(told)}
    assert figures["soak: threads left after closing"].passed is False
    assert figures["soak: handles left after closing"].passed is True


def test_a_fault_that_was_not_felt_is_a_miss() -> None:
    told = {"troubles": {"devices lost": 1}, "problems": {"llm": 4}}
    figures = {figure.name: figure.passed for figure in soak._felt(told, [])}
    assert figures["soak: devices lost, in the recording"] is False
    assert figures["soak: all providers down, told to the user"] is True
    assert figures.get("soak: disk full, told to the user", False) is False

"""Times follow the count of samples, and the clock where the two part."""

from __future__ import annotations

import random

import pytest

from app.audio.timeline import Timeline


def test_late_arrivals_do_not_shake_the_times() -> None:
    line, chance = Timeline(), random.Random(4)
    for number in range(500):
        line.block(0.02, 10.02 + number * 0.02 + chance.choice([0, 0.002, 0.03]))
        assert line.end == pytest.approx(10.02 + number * 0.02, abs=0.031)


def test_a_gap_in_the_sound_moves_what_follows() -> None:
    line = Timeline()
    for number in range(200):
        gap = 0.4 if number >= 50 else 0.0
        line.block(0.02, 1.02 + number * 0.02 + gap)
    assert line.end == pytest.approx(1.02 + 199 * 0.02 + 0.4, abs=0.021)


def test_a_burst_after_a_stall_changes_nothing() -> None:
    line = Timeline()
    for number in range(300):
        due = 1.02 + number * 0.02
        line.block(0.02, max(due, 3.3) if 3.0 < due < 3.3 else due)
    assert line.end == pytest.approx(1.02 + 299 * 0.02)


def test_a_device_whose_clock_is_slow_or_fast_stays_within_tolerance() -> None:
    for speed in (0.999, 1.001):
        line = Timeline()
        for number in range(20_000):
            line.block(0.02, (number + 1) * 0.02 * speed)
        assert line.end == pytest.approx(20_000 * 0.02 * speed, abs=0.025)


def test_the_beginning_can_be_set_before_any_block() -> None:
    line = Timeline()
    line.start(5.0)
    line.start(6.0)
    assert line.end == 5.0
    line.block(0.02, 5.03)
    assert line.end == pytest.approx(5.02)

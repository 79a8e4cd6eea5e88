"""The session's clock: it counts from its creation and follows the speed of a recording."""

from __future__ import annotations

import time

from app.core.clock import Clock


def test_time_only_moves_forward_from_zero() -> None:
    clock = Clock()
    readings = [clock.now() for _ in range(100)]
    assert 0 <= readings[0] < 1
    assert readings == sorted(readings)


def test_at_double_speed_two_session_seconds_are_one_real_second() -> None:
    clock = Clock(rate=2.0)
    begun, real = clock.now(), time.perf_counter()
    time.sleep(0.05)
    passed, real_passed = clock.now() - begun, time.perf_counter() - real
    assert abs(passed - 2 * real_passed) < 0.01
    assert clock.real_ms(2.0) == 1000.0

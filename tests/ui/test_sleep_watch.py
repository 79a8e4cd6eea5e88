"""A sleep of the machine is noticed when it is over, and a busy minute is none."""

from __future__ import annotations

from app.ui.sleep_watch import SleepWatch


async def test_only_a_heartbeat_that_is_much_too_late_means_a_sleep() -> None:
    watch = SleepWatch()
    woken: list[int] = []
    watch.woke.connect(lambda: woken.append(1))
    watch._beat()
    assert woken == []
    watch._beaten -= 8 * 3600
    watch._beat()
    assert woken == [1]
    watch._beat()
    assert woken == [1]

"""The frame clock does work of many requests once, and nothing without one."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from app.ui.frame_clock import FrameClock
from tests.recorded import until


async def test_many_requests_make_one_frame() -> None:
    clock = FrameClock(rate=50)
    ticks: list[float] = []
    clock.ticked.connect(lambda: ticks.append(asyncio.get_running_loop().time()))
    for _ in range(100):
        clock.request()
    await until(lambda: ticks)
    await asyncio.sleep(0.06)
    assert len(ticks) == 1


async def test_frames_keep_their_distance() -> None:
    clock = FrameClock(rate=20)
    ticks: list[float] = []

    def tick() -> None:
        ticks.append(asyncio.get_running_loop().time())
        if len(ticks) < 4:
            clock.request()

    clock.ticked.connect(tick)
    clock.request()
    await until(lambda: len(ticks) == 4)
    gaps = [later - earlier for earlier, later in pairwise(ticks)]
    assert min(gaps) > 0.04

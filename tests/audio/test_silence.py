"""Where a system sends nothing while nothing plays, silence arrives all the same."""

from __future__ import annotations

import asyncio

import pytest

from app.audio.base import RATE, Sound
from app.audio.line import Line
from app.audio.silence import SilenceFiller
from app.core.clock import Clock
from app.core.inbox import Inbox
from tests.audio.sounds import sound_of


async def test_silence_keeps_up_with_the_clock_and_ends_when_closed() -> None:
    clock, inbox = Clock(), Inbox[Sound](500)
    line = Line("them", clock, inbox)
    line.begin(RATE, 1)
    filler = SilenceFiller(line)
    await asyncio.sleep(0.5)
    filler.close()
    passed = clock.now()
    heard = sound_of(inbox.drain(), "them")
    assert not any(heard)
    assert len(heard) / 2 / RATE == pytest.approx(passed, abs=0.15)
    await asyncio.sleep(0.1)
    assert not inbox.drain()


async def test_sound_that_keeps_coming_is_left_alone() -> None:
    clock, inbox = Clock(), Inbox[Sound](500)
    line = Line("them", clock, inbox)
    line.begin(RATE, 1)
    filler = SilenceFiller(line)
    fed = 0
    while clock.now() < 0.5:
        await asyncio.sleep(0.01)
        due = int(clock.now() * RATE) - fed
        line.feed(b"\x01\x00" * due)
        fed += due
    filler.close()
    heard = sound_of(inbox.drain(), "them")
    assert heard == b"\x01\x00" * fed

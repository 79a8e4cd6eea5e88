"""The made-up day has talk of both sides, questions that differ, and devices that go."""

from __future__ import annotations

import asyncio

from app.audio.base import Sound
from app.bench.soak_script import EVERY_S, DayOfSound, talk, troubles
from app.core.clock import Clock
from app.core.events import AudioChunk, Health
from app.core.inbox import Inbox
from app.questions.detector import judge


def test_a_day_has_questions_all_along() -> None:
    lines = talk(8.0)
    assert len(lines) == 8 * 3600 / EVERY_S
    asked = [line for line in lines if judge(line.text).question]
    assert len(asked) >= 8 * 60
    assert all(line.channel == "them" for line in asked)
    assert len({line.text for line in lines}) == len(lines)


async def test_sound_follows_the_clock_and_the_devices_are_lost_and_found() -> None:
    inbox: Inbox[Sound] = Inbox(10_000)
    day = DayOfSound(Clock(500.0), 0.02, losses=1)
    await day.start(("them", "me"), inbox)
    heard: list[Sound] = []
    while sum(isinstance(s, Health) and s.state == "ended" for s in heard) < 2:
        sound = await asyncio.wait_for(inbox.get(), 45)
        assert sound is not None
        heard.append(sound)
    await day.stop()
    states = [s.state for s in heard if isinstance(s, Health) and s.channel == "them"]
    assert states.index("lost") < states.index("recovered")
    times = [s.at for s in heard if isinstance(s, AudioChunk) and s.channel == "me"]
    assert times == sorted(times) and times[-1] > 70
    assert day.lost == 1


def test_every_kind_of_trouble_comes_several_times_and_in_time() -> None:
    when = list(troubles(100.0))
    assert {kind for _, kind in when} >= {"provider down", "note edited", "disk full", "pause"}
    assert all(0 < at < 100 for at, _ in when)
    assert sum(kind == "disk full" for _, kind in when) == 4

"""A made-up working day of talk, the sound that carries it, and what goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Collection, Iterator

from app.asr.scripted import Line
from app.audio.base import RATE, SAMPLE_BYTES, Sound
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel, Health
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn

EVERY_S = 12.0
"""Between two lines of talk, in session seconds."""
CHUNK_S = 0.25
ASKED = (
    "How do you roll back {0}?",
    "What does {0} cost?",
    "Who is on call for {0}?",
    "Walk me through what happens when {0} fails.",
    "How many people work on {0}?",
    "Why did you move {0} to Kafka?",
)
SAID = (
    "We looked at {0} last week and it was fine.",
    "I will send you the notes about {0} later.",
    "The team around {0} has grown a lot this year.",
)
THINGS = (
    *("a release", "the tracking api", "the enterprise plan", "the Kafka migration"),
    *("an incident", "the connection pool", "the warehouse service", "the on-call rota"),
    *("the billing job", "the mobile app", "the search index", "the data pipeline"),
)


def talk(hours: float, seed: int = 1) -> list[Line]:
    """Lines of both sides; each third is a question of the other side, hardly any twice."""
    chance = random.Random(seed)
    lines = []
    for number in range(int(hours * 3600 / EVERY_S)):
        started = number * EVERY_S + 1.0
        thing = f"{chance.choice(THINGS)} in region {number}"
        asks = number % 3 == 0
        text = chance.choice(ASKED if asks else SAID).format(thing)
        channel: Channel = "me" if number % 3 == 2 else "them"
        lines.append(Line(channel, text, started, started + 2.5))
    return lines


class DayOfSound:
    """A sound source that sends silence at the pace of the clock, and loses its devices.

    See `AudioBackend`. The recogniser beside it follows its times, as it would follow words.
    """

    def __init__(self, clock: Clock, hours: float, *, losses: int) -> None:
        self._clock = clock
        self._end = hours * 3600
        self._losses = sorted((n + 0.5) * self._end / losses for n in range(losses))
        self._position = 0.0
        self._task: asyncio.Task[None] | None = None
        self.lost = 0

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        await self.stop()
        self._task = spawn(self._send(tuple(channels), inbox), name="day of sound")

    async def stop(self) -> None:
        await cancel(self._task)
        self._task = None

    async def _send(self, channels: tuple[Channel, ...], inbox: Inbox[Sound]) -> None:
        silence = bytes(int(CHUNK_S * RATE) * SAMPLE_BYTES)
        while self._position < self._end:
            if self._losses and self._position >= self._losses[0]:
                self._losses.pop(0)
                await self._lose(channels, inbox)
            for channel in channels:
                await inbox.put(AudioChunk(silence, channel, self._position))
                if self._position % 5 == 0:
                    await inbox.put(Health(channel, 0.1, "ok", at=self._position))
            self._position += CHUNK_S
            ahead = self._position - self._clock.now()
            if ahead > 0:
                await asyncio.sleep(self._clock.real_ms(ahead) / 1000)
        for channel in channels:
            await inbox.put(Health(channel, 0.0, "ended", at=self._position))

    async def _lose(self, channels: tuple[Channel, ...], inbox: Inbox[Sound]) -> None:
        """Both devices go and come back, as a headset does."""
        self.lost += 1
        for state in ("lost", "recovered"):
            for channel in channels:
                note = f"the headset is {state}"
                await inbox.put(Health(channel, 0.0, state, note, at=self._position))
            await asyncio.sleep(0.2)


def troubles(seconds: float) -> Iterator[tuple[float, str]]:
    """What goes wrong and when, in real seconds from the start; each comes several times."""
    kinds = ("provider down", "note edited", "disk full", "all providers down", "pause")
    rounds = 4
    for number in range(rounds * len(kinds)):
        yield seconds * (0.05 + 0.9 * number / (rounds * len(kinds))), kinds[number % len(kinds)]

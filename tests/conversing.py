"""A pipeline of official fakes for tests, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from app.asr.scripted import Line, ScriptedEngine
from app.audio.base import Sound
from app.core.clock import Clock
from app.core.events import (
    AudioChunk,
    Channel,
    Event,
    Health,
    Passage,
    Why,
)
from app.core.inbox import Inbox
from app.llm.base import Narrator
from app.llm.scripted import ScriptedNarrator
from app.pipeline import Pipeline
from app.questions.listener import Listener
from app.retrieval.base import Retriever
from app.retrieval.scripted import ScriptedRetriever
from tests import recorded

ROLLBACK = "How do you roll back a release?"
PRICE = "What does the enterprise plan cost?"
PASSAGE = Passage("p1", "Run it.", "deploys.md", "Deploys", "deploys.md", 3, 0.03, Why(1, 1))
NOTES = {ROLLBACK: [PASSAGE], PRICE: [PASSAGE]}


class Tape:
    """A sound source of silence: the scripted recogniser only looks at the time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.open = False

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        self.open = True
        for second in range(math.ceil(self._seconds)):
            for channel in channels:
                await inbox.put(AudioChunk(bytes(32_000), channel, float(second)))
        for channel in channels:
            await inbox.put(Health(channel, 0.0, "ended"))

    async def stop(self) -> None:
        self.open = False


def make(
    *lines: Line,
    narrator: Narrator | None = None,
    retriever: Retriever | None = None,
    seconds: float = 10,
) -> tuple[Pipeline, list[Event], Tape]:
    """A pipeline of official fakes and the list its events go to."""
    events: list[Event] = []
    tape = Tape(seconds)
    pipeline = Pipeline(
        clock=Clock(),
        audio=tape,
        engine=ScriptedEngine(lines),
        listener=Listener(),
        retriever=retriever or ScriptedRetriever(NOTES),
        narrator=narrator or ScriptedNarrator(default="Run the command. [1]"),
        sinks=(events.append,),
    )
    return pipeline, events, tape


async def until(events: Sequence[Event], kind: type[Event], count: int = 1) -> None:
    """Wait until so many events of a kind have been passed on."""
    await recorded.until(lambda: len(of(events, kind)) >= count)


def of(events: Sequence[Event], kind: type[Event]) -> list:
    return [event for event in events if isinstance(event, kind)]

"""Opens a live session: loads its parts one after the other and connects them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Channel, Event, Problem, Sink, Speech
from app.narration import narrator_of
from app.parts import Plan, open_notes
from app.recording import Recording, agreed, unrecorded
from app.session import LiveSession
from app.session_parts import Parts, channels_of, open_live_audio, open_live_engine, opened

if TYPE_CHECKING:
    from app.parts import Notes

FIRST_READ_S = 10.0
"""How long listening waits for notes that are read for the first time."""


@asynccontextmanager
async def open_session(plan: Plan) -> AsyncIterator[LiveSession]:
    """All parts of a session, loaded and connected; closed in reverse order on exit.

    The session clock starts when everything is ready. A program that listens to devices goes
    on without notes, recogniser or recording when they cannot be had, and tells of it.
    """
    from app.pipeline import Pipeline
    from app.questions.listener import Listener

    settings, tolerant = plan.settings, plan.recording is None
    loop = asyncio.get_running_loop()
    session: LiveSession | None = None

    def current() -> Notes:
        return session.notes if session is not None else notes.it

    async with AsyncExitStack() as stack:
        problems: list[Problem] = []
        channels = channels_of(settings)

        def missing(problem: Problem) -> None:
            if session is None:
                problems.append(problem)
            else:
                session.pipeline.report(problem)

        def at_hand(notes: Notes | None) -> None:
            plan.notes = notes

        stack.callback(at_hand, None)
        notes = await opened(
            open_notes(
                settings,
                plan.knowledge,
                missing=missing if tolerant else None,
                reading=plan.tell,
                made=at_hand,
                patience=FIRST_READ_S if tolerant else None,
            )
        )
        until_owned = await stack.enter_async_context(AsyncExitStack())
        until_owned.push_async_callback(notes.stack.aclose)
        engine = await opened(open_live_engine(plan, settings, current, tolerant))
        until_owned.push_async_callback(engine.stack.aclose)
        narrator = await stack.enter_async_context(narrator_of(plan))
        clock = Clock(plan.speed)

        def report(event: Event) -> None:
            """News of the writers, from their threads; the pipeline is made right after them."""
            loop.call_soon_threadsafe(lambda: pipeline.report(event))

        recording = Recording(clock, plan.redactor, report)
        stack.push_async_callback(recording.aclose)
        try:
            await recording.follow(agreed(plan, settings))
        except GhostPilotError as error:
            if not tolerant:
                raise
            problems.append(unrecorded(error))
        audio = open_live_audio(plan, settings, clock)
        pipeline = Pipeline(
            clock=clock,
            audio=audio,
            engine=engine.it,
            listener=Listener(lambda: plan.settings.questions),
            retriever=notes.it,
            narrator=narrator,
            sinks=(recording.put, _make_way(current), *plan.sinks),
            keep=recording.keep,
            channels=channels,
            passages=lambda: plan.settings.notes.passages,
            recording=recording.path is not None,
        )
        parts = Parts(notes, engine, audio, channels)
        session = LiveSession(plan, pipeline, recording, clock, parts, settings)
        until_owned.pop_all()
        stack.push_async_callback(session.aclose)
        for problem in problems:
            pipeline.report(problem)
        yield session


def _make_way(notes: Callable[[], Notes]) -> Sink:
    """A sink that tells the notes while somebody speaks: a big build then mostly rests."""
    speaking: set[Channel] = set()

    def hear(event: Event) -> None:
        if isinstance(event, Speech):
            (speaking.add if event.speaking else speaking.discard)(event.channel)
            notes().make_way(bool(speaking))

    return hear

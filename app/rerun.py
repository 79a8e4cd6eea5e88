"""Asks the questions of a recorded session again, one by one, into a session of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.errors import GhostPilotError, describe
from app.core.events import Answer, AnswerDelta, Passages, Problem, Sink, Timing, stamped
from app.core.redact import Redactor
from app.core.settings import Settings

if TYPE_CHECKING:
    from app.llm.base import Narrator, Request
    from app.retrieval.base import Retriever
    from app.store.recorder import Recorder
    from app.store.sessions import Session
    from app.store.turns import Turn


def questions_of(session: Session) -> list[Turn]:
    """The turns to ask again: of a question that was revised, its last wording."""
    from app.store.turns import turns

    last = {turn.question.id: turn for turn in turns(session)}
    return list(last.values())


def open_rerun(
    session: Session,
    folder: Path,
    *,
    settings: Settings,
    clock: Clock,
    redactor: Redactor,
    on_event: Sink,
) -> Recorder:
    """The new session, linked to the old one and sealed where that is. Blocking."""
    from app.store.gpcast import Header
    from app.store.library import key_for, key_to_record
    from app.store.opening import open_session

    return open_session(
        folder,
        now=clock.now,
        redactor=redactor,
        header=Header(
            mode=settings.answers.mode,
            providers=tuple(provider.name for provider in settings.providers),
            linked=session.path.name,
        ),
        key=key_for(session.path) or key_to_record(settings.storage.encrypt),
        on_event=on_event,
    )


async def ask_again(
    session: Session,
    *,
    retriever: Retriever,
    narrator: Narrator,
    emit: Sink,
    clock: Clock,
    passages: int = 4,
    mode: str = "meeting",
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Ask a session's questions one after the other; how many were asked.

    ``stopping`` is looked at between turns only: a turn once begun is always finished.
    """
    from app.llm.base import TALK_WINDOW, Request
    from app.store.turns import spoken

    asked = questions_of(session)
    said = spoken(session.events)
    for done, turn in enumerate(asked):
        if stopping():
            return done
        now = clock.now()
        question = dataclasses.replace(turn.question, revision=0, asked_at=now, emitted=now)
        emit(question)
        try:
            found = await retriever.search(question.text, question=question.id, top=passages)
        except GhostPilotError as error:
            emit(stamped(error.problem("retrieval"), clock.now()))
            found = Passages(question.id, covered=False, took_ms=0.0, passages=())
        emit(stamped(found, clock.now()))
        talk = [item for item in said if item.ended < turn.question.asked_at][-TALK_WINDOW:]
        await _narrate(Request(question, found, tuple(talk), mode=mode), narrator, emit, clock)
        if progress is not None:
            progress(done + 1, len(asked))
    return len(asked)


async def _narrate(request: Request, narrator: Narrator, emit: Sink, clock: Clock) -> None:
    """Pass one answer on; a narrator that fails leaves a problem and an end all the same."""
    name, shown = request.question.id, ""
    try:
        async with aclosing(narrator.stream(request)) as narration:
            async for event in narration:
                shown += event.text if isinstance(event, AnswerDelta) else ""
                emit(stamped(event, clock.now()))
                if isinstance(event, Answer):
                    return
    except Exception as error:  # one failing answer must not end the run
        problem = Problem("answer", "The answer failed", describe(error), question=name)
        emit(stamped(problem, clock.now()))
    end = Answer(name, shown, "", None, "failed", Timing(None, 0.0))
    emit(stamped(end, clock.now()))

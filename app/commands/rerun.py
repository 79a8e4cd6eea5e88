"""Ask a recorded session's questions again, with today's model, prompts and notes."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import signal
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack, aclosing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.consent import settle_consent
from app.commands.console import JsonLines, Story
from app.commands.keys import terminal_secrets
from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError, describe
from app.core.events import Answer, AnswerDelta, Event, Passages, Problem, Sink, Timing, stamped
from app.core.sections import MODES
from app.core.settings import Settings

if TYPE_CHECKING:
    from app.llm.base import Narrator, Request
    from app.retrieval.base import Retriever
    from app.store.sessions import Session
    from app.store.turns import Turn
    from app.ui.sessions_source import Wish

HELP = "ask a recorded session's questions again"

Progress = Callable[[int, int], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and with what it is asked again."""
    parser.add_argument("file", metavar="FILE", help="a file, a name from the list, or `last`")
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="another notes folder")
    parser.add_argument("--provider", metavar="NAME", help="only this provider of the settings")
    parser.add_argument("--model", metavar="NAME", help="another model of it, or of the first one")
    parser.add_argument("--prompt", metavar="ID", help="this prompt for every question")
    parser.add_argument("--mode", choices=MODES, help="another kind of conversation")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Ask every question again into a new session; Ctrl-C stops after the turn in flight."""
    from app.commands import session_files
    from app.desks.wishes import settings_with
    from app.parts import settings_of
    from app.ui.sessions_source import Wish

    wish = Wish(args.provider or "", args.model or "", args.prompt or "", args.mode or "")
    settings = settle_consent(settings_with(settings_of(args), wish), args.config)
    return asyncio.run(_rerun(args, settings, wish, session_files.read(args.file)))


def questions_of(session: Session) -> list[Turn]:
    """The turns to ask again: of a question that was revised, its last wording."""
    from app.store.turns import turns

    last = {turn.question.id: turn for turn in turns(session)}
    return list(last.values())


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
    progress: Progress | None = None,
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


async def _rerun(args: argparse.Namespace, settings: Settings, wish: Wish, session: Session) -> int:
    from app.desks.wishes import prompt_with
    from app.narration import open_narrator
    from app.parts import open_notes
    from app.store.gpcast import Header
    from app.store.library import key_for, key_to_record
    from app.store.opening import open_session

    if not questions_of(session):
        raise GhostPilotError(f"{session.path.name} has no question to ask again")
    tell, clock = JsonLines() if args.json else Story(), Clock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        notes = await stack.enter_async_context(open_notes(settings, args.knowledge))
        secrets, prompt_for = terminal_secrets(args.redactor), await prompt_with(wish)
        narrator = await stack.enter_async_context(
            open_narrator(lambda: settings, args.redactor, prompt_for=prompt_for, secrets=secrets)
        )
        header = Header(
            mode=settings.answers.mode,
            providers=tuple(provider.name for provider in settings.providers),
            linked=session.path.name,
        )
        recorder = await loop.run_in_executor(
            None,
            partial(
                open_session,
                paths.sessions(),
                now=clock.now,
                redactor=args.redactor,
                header=header,
                key=key_for(session.path) or key_to_record(settings.storage.encrypt),
                on_event=_tell_of_recording,
            ),
        )

        def emit(event: Event) -> None:
            recorder.put(event)
            tell(event)

        before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(stop.set))
        count = 0
        try:
            count = await ask_again(
                session,
                retriever=notes,
                narrator=narrator,
                emit=emit,
                clock=clock,
                passages=settings.notes.passages,
                mode=settings.answers.mode,
                stopping=stop.is_set,
                progress=lambda done, total: print(f"{done} of {total}", file=sys.stderr),
            )
        finally:
            signal.signal(signal.SIGINT, before)
            whole = count == len(questions_of(session))
            await loop.run_in_executor(None, recorder.close, "closed" if whole else "cancelled")
    print(f"Recorded as {recorder.path}", file=sys.stderr)
    return 0 if whole else 130


def _tell_of_recording(event: Event) -> None:
    if isinstance(event, Problem):
        print(f"ghostpilot: {event.title}: {event.detail}. {event.next_step}", file=sys.stderr)

"""Ask a recorded session's questions again, with today's model, prompts and notes."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.consent import settle_consent
from app.commands.console import JsonLines, Story
from app.commands.keys import terminal_secrets
from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Event, Problem
from app.core.sections import MODES
from app.core.settings import Settings
from app.rerun import ask_again, open_rerun, questions_of

if TYPE_CHECKING:
    from app.store.sessions import Session
    from app.ui.sessions_source import Wish

HELP = "ask a recorded session's questions again"


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


async def _rerun(args: argparse.Namespace, settings: Settings, wish: Wish, session: Session) -> int:
    from app.desks.wishes import prompt_with
    from app.narration import open_narrator
    from app.parts import open_notes

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
        recorder = await asyncio.to_thread(
            open_rerun,
            session,
            paths.sessions(),
            settings=settings,
            clock=clock,
            redactor=args.redactor,
            on_event=_tell_of_recording,
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
            await asyncio.to_thread(recorder.close, "closed" if whole else "cancelled")
    print(f"Recorded as {recorder.path}", file=sys.stderr)
    return 0 if whole else 130


def _tell_of_recording(event: Event) -> None:
    if isinstance(event, Problem):
        print(f"ghostpilot: {event.title}: {event.detail}. {event.next_step}", file=sys.stderr)

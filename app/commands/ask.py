"""Ask one question: the passages of the notes first, then the streamed answer."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

from app.commands.consent import settle_consent
from app.commands.console import JsonLines, Story
from app.commands.keys import terminal_secrets
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, stamped
from app.core.settings import Settings

HELP = "passages, then the streamed answer"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The question, and what may be used for it."""
    parser.add_argument("question", metavar="QUESTION")
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="another notes folder")
    parser.add_argument("--provider", metavar="NAME", help="only this provider of the settings")
    parser.add_argument("--image", type=Path, metavar="PNG", help="a picture to send along")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print passages and answer; 1 when no model gave a whole answer."""
    from app.parts import settings_of

    settings = settle_consent(_only(settings_of(args), args.provider), args.config)
    return asyncio.run(_ask(args, settings))


def _only(settings: Settings, name: str | None) -> Settings:
    """The settings with one provider left, if one was named."""
    if name is None:
        return settings
    chosen = tuple(provider for provider in settings.providers if provider.name == name)
    if not chosen:
        known = ", ".join(provider.name for provider in settings.providers) or "none"
        raise GhostPilotError(f"There is no provider {name}", f"the settings have {known}")
    return dataclasses.replace(settings, providers=chosen)


async def _ask(args: argparse.Namespace, settings: Settings) -> int:
    from app.llm.base import Request
    from app.narration import open_narrator
    from app.parts import open_notes
    from app.questions.listener import Listener

    clock, tell = Clock(), JsonLines() if args.json else Story()
    image = _read_image(args.image) if args.image else None
    question = Listener().ask_typed(args.question, clock.now())
    if question is None:
        raise GhostPilotError("The question is empty", next_step="Write it in quotes.")

    def emit(event: Event) -> None:
        tell(stamped(event, clock.now()))

    answered = False
    async with AsyncExitStack() as stack:
        notes = await stack.enter_async_context(open_notes(settings, args.knowledge))
        secrets = terminal_secrets(args.redactor)
        narrator = await stack.enter_async_context(
            open_narrator(lambda: settings, args.redactor, secrets=secrets)
        )
        emit(question)
        top = settings.notes.passages
        passages = await notes.search(question.text, question=question.id, top=top)
        emit(passages)
        request = Request(question, passages, image=image, mode=settings.answers.mode)
        stream = await stack.enter_async_context(aclosing(narrator.stream(request)))
        async for event in stream:
            emit(event)
            if isinstance(event, Answer):
                answered = event.provider != "offline" and event.ended == "complete"
    return 0 if answered else 1


def _read_image(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GhostPilotError(f"The picture {path} cannot be read", str(error)) from error
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise GhostPilotError(f"{path} is not a PNG picture", next_step="Convert it to PNG.")
    return data

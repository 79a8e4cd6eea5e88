"""Recognise a recording: stereo is a call (left "them", right "me"), mono is "them"."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from app.asr.base import AsrSession
from app.audio.base import AudioBackend, Sound
from app.commands.console import JsonLines
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel, Event, Info, Problem, Sink, Transcript, stamped
from app.core.inbox import Inbox
from app.core.sections import ENGINES
from app.core.settings import replace_values
from app.core.tasks import spawn

HELP = "recognise a recording"
AHEAD_S = 5.0
"""How far a file may be fed ahead of the recogniser."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to recognise, and how."""
    parser.add_argument("recording", type=Path, metavar="WAV")
    parser.add_argument("--engine", choices=ENGINES, help="another recogniser than the settings'")
    parser.add_argument("--realtime", action="store_true", help="at the speed it was spoken")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print what was said, utterance by utterance; 1 when some of it could not be recognised."""
    return asyncio.run(_transcribe(args))


async def _transcribe(args: argparse.Namespace) -> int:
    from app.asr.loading import in_words
    from app.audio import open_file
    from app.parts import open_engine, settings_of

    settings = settings_of(args)
    if args.engine:
        settings = replace_values(settings, {"speech.engine": args.engine})
    clock = Clock()
    audio = open_file(args.recording, clock, realtime=args.realtime)
    loading = in_words(_tell_progress, step=10)
    async with open_engine(settings, live=False, loading=loading) as engine:
        output = _Output(JsonLines() if args.json else _Lines())
        sessions: dict[Channel, AsrSession] = {name: engine.open(name) for name in ("them", "me")}
        reports = [spawn(_report(s, clock, output), name="report") for s in sessions.values()]
        await _feed(audio, sessions, output)
        await asyncio.gather(*reports)
    if output.gone is not None:
        raise output.gone
    return 1 if output.failed else 0


@dataclass(slots=True)
class _Output:
    """Where words go, and what became of that."""

    tell: Sink
    failed: bool = False
    """Something could not be recognised."""
    gone: BrokenPipeError | None = None
    """Nobody reads any more."""


def _tell_progress(info: Info) -> None:
    print(f"ghostpilot: {info.note}", file=sys.stderr, flush=True)


async def _feed(audio: AudioBackend, sessions: dict[Channel, AsrSession], output: _Output) -> None:
    """Give every chunk to its session, no faster than it is recognised, then close them."""
    inbox: Inbox[Sound] = Inbox(64)
    running = set(sessions)
    await audio.start(tuple(sessions), inbox)
    try:
        while running and output.gone is None and (sound := await inbox.get()) is not None:
            if isinstance(sound, AudioChunk):
                session = sessions[sound.channel]
                session.feed(sound)
                while session.lag_s > AHEAD_S:  # noqa: ASYNC110 - a worker thread sets it
                    await asyncio.sleep(0.01)
            elif sound.state == "ended":
                running.discard(sound.channel)
            elif sound.note:
                print(f"ghostpilot: {sound.note}", file=sys.stderr)
    finally:
        await audio.stop()
        for session in sessions.values():
            if output.gone is None:
                await session.flush()
            await session.aclose()


async def _report(session: AsrSession, clock: Clock, output: _Output) -> None:
    """Tell what was heard, as long as anybody reads it."""
    async for heard in session.events():
        if isinstance(heard, Transcript) and not heard.final:
            continue
        if isinstance(heard, Transcript | Problem):
            output.failed = output.failed or isinstance(heard, Problem)
            try:
                output.tell(stamped(heard, clock.now()))
            except BrokenPipeError as error:
                output.gone = error
                return


class _Lines:
    """A sink for people: when, who, what."""

    def __call__(self, event: Event) -> None:
        if isinstance(event, Transcript):
            print(f"{event.started:7.2f}  {event.channel:<5} {event.text}", flush=True)
        elif isinstance(event, Problem):
            print(f"ghostpilot: {event.title}: {event.detail}", file=sys.stderr)

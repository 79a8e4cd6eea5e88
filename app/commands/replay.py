"""Play a recorded session back in its own time: offline, no request, no cost."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from app.commands import session_files
from app.commands.console import JsonLines, Story, harmless
from app.core.errors import GhostPilotError
from app.core.events import Event
from app.core.wire import from_json, to_json

HELP = "play a recorded session back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, how fast and how far."""
    parser.add_argument("file", metavar="FILE", help="a file, a name from the list, or `last`")
    parser.add_argument("--speed", type=float, default=1.0, metavar="N", help="1 is as it was")
    parser.add_argument("--until-turn", type=int, metavar="N", help="stop after this turn")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Show every event when it is due; 1 when an answer is not what was streamed then."""
    from app.store.library import find_session, key_for
    from app.store.player import Player
    from app.store.verify import verify

    if not args.speed > 0:
        raise GhostPilotError("--speed must be above 0")
    if args.until_turn is not None and args.until_turn < 1:
        raise GhostPilotError("--until-turn must be 1 or more")
    path = find_session(args.file)
    check = verify(path, key=key_for(path))
    session_files.warn(check)

    tell = JsonLines() if args.json else Story()

    def show(event: Event) -> None:
        tell(from_json(_harmless(to_json(event))))

    async def play() -> None:
        await Player(check.session.events, show, speed=args.speed).run(until_turn=args.until_turn)

    asyncio.run(play())
    if isinstance(tell, Story):
        tell.close()
    if check.wrong_answers:
        names = ", ".join(check.wrong_answers)
        print(f"ghostpilot: not what was streamed then: {names}", file=sys.stderr)
        return 1
    return 0


def _harmless(value: Any) -> Any:
    """JSON values whose texts no terminal obeys."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {name: _harmless(item) for name, item in value.items()}
    return [_harmless(item) for item in value] if isinstance(value, list) else value

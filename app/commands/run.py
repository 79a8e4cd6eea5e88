"""Listen to the call: tray, overlay and pipeline until you quit."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from app.commands.display import screen_answers
from app.core.errors import GhostPilotError

HELP = "listen to the call (the default)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything else is in the settings."""
    parser.add_argument(
        "--first-run", action="store_true", help="open the first steps, also in a running program"
    )


def run(args: argparse.Namespace) -> int:
    """Run the app until the user quits."""
    if not os.environ.get("QT_QPA_PLATFORM") and not screen_answers():
        raise GhostPilotError(
            "There is no screen to draw on",
            f"DISPLAY is {os.environ.get('DISPLAY') or 'not set'}",
            "Start GhostPilot in a desktop session, or try it with: ghostpilot demo",
            exit_code=3,
        )
    from app.core import paths
    from app.core.events import Problem
    from app.desks.settings_news import in_one
    from app.main import run as run_app
    from app.parts import Plan, settings_of

    config = Path(args.config) if args.config else None
    file = config or paths.settings_file()
    problems: list[Problem] = []
    settings = settings_of(args, report=problems.append, misfit=problems.append)
    plan = Plan(settings, args.redactor, config=config)
    return run_app(plan, in_one(problems, file), first_run=args.first_run)

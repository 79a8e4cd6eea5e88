"""The commands that talk to the running program: toggle, ask-now, pause, mark and so on."""

from __future__ import annotations

import argparse
import json

from app.core import control

HELP = control.COMMANDS
"""Each command with its help; `run` reads which one it is from ``args.command``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The same for every command."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Send ``args.command``; raises `GhostPilotError` (exit 1) when nothing runs."""
    control.send(args.command)
    if args.json:
        print(json.dumps({"type": "sent", "command": args.command}))
    return 0

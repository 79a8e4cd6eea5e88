"""Listen to the call: tray, overlay and pipeline until you quit."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "listen to the call (the default)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is in the settings."""


def run(args: argparse.Namespace) -> int:
    """Run the app until the user quits."""
    from app.main import run as run_app
    from app.parts import Plan, settings_of

    config = Path(args.config) if args.config else None
    return run_app(Plan(settings_of(args), args.redactor, config=config))

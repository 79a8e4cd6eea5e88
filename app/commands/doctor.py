"""Preflight: checks before a call what will be needed in it, and says what to do."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
from contextlib import aclosing
from pathlib import Path

from app.checks.base import Check, Subject
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Settings

HELP = "checks before a call: PASS, FAIL or SKIP, and what to do"
NAME_WIDTH = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the output."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print each check as it is known; 1 when one of them failed."""
    return asyncio.run(_doctor(args))


async def _doctor(args: argparse.Namespace) -> int:
    from app.checks.preflight import preflight

    subject = await asyncio.to_thread(_subject, args)
    verdicts = []
    async with aclosing(preflight(subject)) as checks:
        async for check in checks:
            print(as_json(check) if args.json else as_text(check), flush=True)
            verdicts.append(check.verdict)
    if not args.json:
        counts = (verdicts.count(one) for one in ("PASS", "FAIL", "SKIP"))
        print("\n{} passed, {} failed, {} could not be checked.".format(*counts))
    return 1 if "FAIL" in verdicts else 0


def _subject(args: argparse.Namespace) -> Subject:
    """What is to be checked; with a broken settings file the defaults, and why."""
    from app.parts import settings_of

    config = Path(args.config) if args.config else None
    unknown: list[str] = []

    def report(problem: Problem) -> None:
        unknown.append(f"{problem.title} ({problem.detail}).")

    try:
        settings = settings_of(args, report)
    except GhostPilotError as error:
        return Subject(Settings(), config, error, redactor=args.redactor)
    return Subject(settings, config, unknown=tuple(unknown), redactor=args.redactor)


def as_json(check: Check) -> str:
    """One object for programs."""
    return json.dumps({"type": "check", **dataclasses.asdict(check)}, ensure_ascii=False)


def as_text(check: Check) -> str:
    """One line for people, and under it what to do where something is to be done."""
    line = f"{check.verdict}  {check.name:<{NAME_WIDTH}}  {check.words}"
    if check.next_step:
        line += f"\n{'':{len(check.verdict) + 2 + NAME_WIDTH + 2}}{check.next_step}"
    return line

"""Preflight: checks before a call what will be needed in it, and says what to do."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
from contextlib import aclosing
from pathlib import Path

from app.commands.console import harmless
from app.core.check import Check, as_text

HELP = "checks before a call: PASS, FAIL or SKIP, and what to do"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the output."""
    parser.add_argument(
        "--diagnostics",
        action="store_true",
        help="a text to send to others: versions, settings without private words, last log lines",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print each check as it is known; 1 when one of them failed."""
    return asyncio.run(_doctor(args))


async def _doctor(args: argparse.Namespace) -> int:
    from app.checks.preflight import preflight, subject_of

    config = Path(args.config) if args.config else None
    subject = await asyncio.to_thread(subject_of, config, args.redactor)
    found = []
    async with aclosing(preflight(subject)) as checks:
        async for check in checks:
            if not args.diagnostics:
                print(as_json(check) if args.json else harmless(as_text(check)), flush=True)
            found.append(check)
    verdicts = [check.verdict for check in found]
    if args.diagnostics:
        from app.checks.diagnostics import diagnostics

        print(harmless(await asyncio.to_thread(diagnostics, subject, found)))
        return 1 if "FAIL" in verdicts else 0
    if not args.json:
        counts = (verdicts.count(one) for one in ("PASS", "FAIL", "SKIP"))
        print("\n{} passed, {} failed, {} could not be checked.".format(*counts))
    return 1 if "FAIL" in verdicts else 0


def as_json(check: Check) -> str:
    """One object for programs."""
    return json.dumps({"type": "check", **dataclasses.asdict(check)}, ensure_ascii=False)

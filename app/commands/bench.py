"""Measure the program on this machine and compare each figure with its goal."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from app.bench.base import Figure
from app.core.errors import describe

HELP = "the figures, each with its goal"
SUBJECTS = (
    "startup",
    "retrieval",
    "asr",
    "llm",
    "ui",
    "hotkeys",
    "sessions",
    "sessions-window",
    "whole-path",
    "soak",
    "frozen",
    "peers",
)
LONG = ("asr-long",)
"""Subjects that take so long that ``all`` leaves them out."""
FIRST_FRAME = "first-frame"
"""No measurement: draws the overlay once, so that `startup` and `frozen` can time it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, and with which data."""
    parser.add_argument("subject", choices=(*SUBJECTS, *LONG, FIRST_FRAME, "all"))
    parser.add_argument("--data", type=Path, metavar="DIR", help="recordings or collections")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print each figure as it is measured; 1 when a goal was missed."""
    if args.subject == FIRST_FRAME:
        from app.main import paint_once

        paint_once()
        return 0
    missed = 0
    for figure in _figures(args.subject, args.data):
        missed += figure.passed is False
        print(_as_json(figure) if args.json else _as_text(figure), flush=True)
    return 1 if missed else 0


def _figures(subject: str, data: Path | None) -> Iterator[Figure]:
    """The figures as they are measured; of all subjects, one that breaks is a missed figure."""
    if subject != "all":
        yield from _module(subject).run(data)
        return
    for number, name in enumerate(SUBJECTS, start=1):
        begun = time.monotonic()
        print(f"{name} ({number} of {len(SUBJECTS)}) ...", file=sys.stderr, flush=True)
        try:
            yield from _module(name).run(data)
        except Exception as error:  # the others still tell something
            yield Figure(f"{name} broke", describe(error), passed=False)
        print(f"{name} took {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)


def _module(subject: str) -> ModuleType:
    return importlib.import_module(f"app.bench.{subject.replace('-', '_')}")


def _as_json(figure: Figure) -> str:
    row = {
        "type": "figure",
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "goal": figure.goal or None,
        "pass": figure.passed,
    }
    return json.dumps(row | ({"reason": figure.reason} if figure.reason else {}))


def _as_text(figure: Figure) -> str:
    verdict = {True: "ok", False: "MISSED", None: ""}[figure.passed]
    value = f"{figure.value:g}" if isinstance(figure.value, float) else str(figure.value)
    return f"{figure.name:<48} {value:>12} {figure.unit:<8} {figure.goal:<10} {verdict}".rstrip()

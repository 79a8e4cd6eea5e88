"""Measure the program on this machine and compare each figure with its goal."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

from app.bench.base import Figure

HELP = "the figures, each with its goal"
SUBJECTS = (
    "startup", "retrieval", "asr", "llm", "ui", "hotkeys", "sessions", "sessions-window",
)  # fmt: skip
LONG = ("asr-long",)
"""Subjects that take so long that ``all`` leaves them out."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, and with which data."""
    parser.add_argument("subject", choices=(*SUBJECTS, *LONG, "all"))
    parser.add_argument("--data", type=Path, metavar="DIR", help="recordings or collections")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Print each figure as it is measured; 1 when a goal was missed."""
    missed = 0
    for figure in _figures(args.subject, args.data):
        missed += figure.passed is False
        print(_as_json(figure) if args.json else _as_text(figure), flush=True)
    return 1 if missed else 0


def _figures(subject: str, data: Path | None) -> Iterator[Figure]:
    for name in SUBJECTS if subject == "all" else (subject,):
        module = importlib.import_module(f"app.bench.{name.replace('-', '_')}")
        yield from module.run(data)


def _as_json(figure: Figure) -> str:
    return json.dumps(
        {
            "type": "figure",
            "name": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "goal": figure.goal or None,
            "pass": figure.passed,
        }
    )


def _as_text(figure: Figure) -> str:
    verdict = {True: "ok", False: "MISSED", None: ""}[figure.passed]
    value = f"{figure.value:g}" if isinstance(figure.value, float) else str(figure.value)
    return f"{figure.name:<48} {value:>12} {figure.unit:<8} {figure.goal:<10} {verdict}".rstrip()

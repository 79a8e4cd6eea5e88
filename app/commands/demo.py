"""The main job on a recording: hear it, notice the questions, show notes, answer, record."""

from __future__ import annotations

import argparse
import json
import os
from math import isfinite
from pathlib import Path
from typing import Any

from app.bench.base import percentile
from app.commands.consent import settle_consent
from app.commands.console import JsonLines, Story
from app.commands.display import somewhere_to_draw
from app.commands.verdict import Verdict, judge, read_expected, stage_times
from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Event, Question

HELP = "the main job on a recording"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which call, which notes, how fast."""
    parser.add_argument("--audio", type=Path, metavar="WAV", help="a recorded call")
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="another notes folder")
    parser.add_argument("--speed", type=float, default=1.0, metavar="N", help="play N times faster")
    parser.add_argument("--screenshot", type=Path, metavar="PNG", help="where the picture goes")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Play the call, tell each step, and say whether every expected question was answered."""
    if not (isfinite(args.speed) and args.speed > 0):
        raise GhostPilotError("--speed must be more than 0")
    recording = args.audio or paths.shipped("assets") / "demo" / "call.wav"
    expected = read_expected(recording)
    screenshot = _writable(args.screenshot or paths.home() / "demo" / "overlay.png")
    events: list[Event] = []
    files: list[Path | None] = []
    with somewhere_to_draw() as surface:
        from app.main import demo
        from app.parts import Plan, settings_of

        teller = JsonLines() if args.json else Story()
        if not args.json:
            print(f"Playing {recording.name} at {args.speed:g}x; the overlay is on {surface}.")
        plan = Plan(
            settle_consent(settings_of(args), args.config),
            args.redactor,
            sinks=(events.append, teller),
            recording=recording,
            speed=args.speed,
            knowledge=args.knowledge or paths.shipped("knowledge"),
        )
        code = demo(plan, screenshot, started=files.append)
    if code:
        return code
    verdicts = judge(expected, events)
    summary = summarise(verdicts, events, Clock(args.speed))
    recorded = next((str(file) for file in files if file and file.exists()), "not recorded")
    summary |= {"session": recorded, "screenshot": str(screenshot)}
    print(json.dumps({"type": "summary", **summary}) if args.json else as_text(summary))
    return 1 if any(verdict.reason for verdict in verdicts) else 0


def _writable(picture: Path) -> Path:
    """The path, with its folder made; raises `GhostPilotError` before the call is played.

    What is there is replaced by another file, so it may be no folder and no device.
    """
    folder = paths.private_folder(picture.parent)
    there = picture.exists()
    if (there and not picture.is_file()) or not os.access(picture if there else folder, os.W_OK):
        raise GhostPilotError(
            f"The picture {picture} cannot be written", next_step="Name another with --screenshot."
        )
    return picture


def summarise(verdicts: list[Verdict], events: list[Event], clock: Clock) -> dict[str, Any]:
    """What was expected, noticed, answered and missed, and how long each stage took in ms."""
    return {
        "expected": len(verdicts),
        "answered": sum(not verdict.reason for verdict in verdicts),
        "noticed": len({event.id for event in events if isinstance(event, Question)}),
        "missed": [f"{v.expected.text} {v.reason}" for v in verdicts if v.reason],
        "stages": {
            stage: {"p50_ms": round(percentile(ms, 50)), "p95_ms": round(percentile(ms, 95))}
            for stage, ms in stage_times(events, clock).items()
            if ms
        },
    }


def as_text(summary: dict[str, Any]) -> str:
    """The summary as lines for people."""
    lines = ["", f"Questions expected {summary['expected']}, answered {summary['answered']}"]
    lines += [f"  MISSED  {missed}" for missed in summary["missed"]]
    lines.append("After the end of speech         p50        p95")
    for stage, figures in summary["stages"].items():
        lines.append(f"  {stage:<22}{figures['p50_ms']:>8} ms{figures['p95_ms']:>8} ms")
    lines += [f"Session     {summary['session']}", f"Screenshot  {summary['screenshot']}"]
    return "\n".join(lines)

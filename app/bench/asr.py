"""Figures of the ears: word errors, from the end of a question to noticing it, cost, detection."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.bench.base import ROOT, Figure, at_least, at_most, percentile
from app.bench.labelled import load, score

TESTS = ROOT / "tests" / "data"
SPOKEN = TESTS / "spoken" / "questions.zip"
LABELLED = TESTS / "questions" / "test.jsonl"


def run(data: Path | None) -> Iterator[Figure]:
    """The figures; ``data`` is a folder of recordings with a ``transcripts.jsonl``.

    Takes some four minutes: the spoken questions are played at the speed of speech.
    """
    yield from _detection()
    yield from _hearing(_play(data))
    yield from _two_voices(_lines("app.bench.two_voices", str(SPOKEN)))


def _detection() -> Iterator[Figure]:
    if not LABELLED.is_file():
        yield Figure("detector", "left out: the labelled questions are only in the source tree")
        return
    rows = load(LABELLED)
    for punctuation, goal, name in ((True, 0.95, "written"), (False, 0.90, "bare")):
        result = score(rows, punctuation=punctuation)
        yield at_least(f"detector precision, {name}", round(result.precision, 3), "", goal)
        yield at_least(f"detector recall, {name}", round(result.recall, 3), "", goal)
        yield at_most(f"detector time, {name}", round(result.ms, 3), "ms", 1.0)
        if result.kinds:
            share = round(result.kinds_right / result.kinds, 3)
            yield Figure(f"detector kind right, {name}", share)
        for form, (right, total) in result.forms.items():
            yield Figure(f"detector {form}, {name}", f"{right} of {total}")


def _play(data: Path | None) -> Iterator[dict[str, Any]]:
    """The lines of a program of its own that plays the recordings to the recogniser."""
    yield from _lines(
        "app.bench.spoken", str(SPOKEN), *([str(data.resolve())] if data is not None else [])
    )


def _lines(module: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """The lines of a program over the recordings; none where there are none."""
    if not SPOKEN.is_file():
        return
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as player:
        assert player.stdout is not None
        for line in player.stdout:
            yield json.loads(line)


def _hearing(lines: Iterator[dict[str, Any]]) -> Iterator[Figure]:
    short: list[float] = []
    long: list[float] = []
    clips = 0
    for line in lines:
        if "load_s" in line:
            yield at_most("recogniser ready after", round(line["load_s"], 2), "s", 1.5)
        elif "words" in line:
            share = round(100 * line["wrong"] / line["words"], 2)
            yield at_most(f"word errors in {line['words']} words", share, "%", 4.0)
        elif "clip" in line:
            clips += 1
            if line["delay_ms"] is not None:
                (long if line["long"] else short).append(line["delay_ms"])
        else:
            yield from _delays(short, long, clips)
            yield at_most("processor while listening", round(line["cpu"], 3), "core", 0.25)
            if line["rss_mb"] is not None:
                yield at_most("memory of the speech part", round(line["rss_mb"]), "MB", 300)
    if not clips:
        yield Figure("spoken questions", "left out: the recordings are only in the source tree")


def _two_voices(lines: Iterator[dict[str, Any]]) -> Iterator[Figure]:
    """What is lost of what should be heard; no goal, since nothing here separates voices."""
    for line in lines:
        share = round(100 * line["wrong"] / line["words"])
        yield Figure(f"word errors, {line['voices']}", share, "%")


def _delays(short: list[float], long: list[float], clips: int) -> Iterator[Figure]:
    yield at_least("spoken questions played", clips, "", 40)
    yield Figure("spoken questions noticed", len(short) + len(long))
    every = short + long
    if every:
        p50 = round(percentile(every, 50))
        yield at_most("end of speech to question, p50", p50, "ms", 450)
    if short:
        p95 = round(percentile(short, 95))
        yield at_most("end of speech to question up to 5 s, p95", p95, "ms", 600)
    if long:
        p95 = round(percentile(long, 95))
        yield at_most("end of speech to longer question, p95", p95, "ms", 900)

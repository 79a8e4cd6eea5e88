"""What a user feels: from the end of a spoken question to what is painted, on a real-time call.

The demo call is played at the speed of speech, once from its file and once through a sound
server with null sinks where there is one. The provider is on this machine and lets 400 ms pass
before its first word.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.bench import loopback, null_sound
from app.bench.base import Figure, at_least, at_most, percentile

QUESTIONS = 4
PASSAGES_S = 0.6
FIRST_TOKEN_S = 1.2
STEPS = (
    ("question", "question"),
    ("passages", "passages"),
    ("passages_painted", "painted"),
    ("first_token", "first word"),
    ("first_token_painted", "painted"),
)
_TIMEOUT_S = 180


def run(data: Path | None) -> Iterator[Figure]:
    """Two minutes: the call twice, at its own speed; ``data`` is not used."""
    yield from figures("file", asyncio.run(measured("file", {})))
    lacking = null_sound.missing()
    if lacking:
        yield Figure("through a sound server", f"left out: {lacking} is not installed")
        return
    with null_sound.sound_server() as environment:
        turns = asyncio.run(measured("pulse", environment))
    yield from figures("sound server", turns)


async def measured(source: str, environment: dict[str, str]) -> list[dict[str, object]]:
    """The rows of one call, played by a process of its own."""
    async with loopback.running() as port:
        return await asyncio.to_thread(_play, port, source, environment)


def _play(port: int, source: str, environment: dict[str, str]) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as home:
        around = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GHOSTPILOT_HOME": home}
        done = subprocess.run(
            [sys.executable, "-m", "app.bench.whole_path_run", str(port), source],
            env=around | environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_TIMEOUT_S,
        )
    turns: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])["turns"]
    return turns


def figures(name: str, turns: list[dict[str, object]]) -> Iterator[Figure]:
    """The waterfall of each turn, then the middle of each step with its goal.

    Without the true end of speech (a sound server plays when it likes) it counts from where
    the recogniser heard it.
    """
    waits: dict[str, list[float]] = {step: [] for step, _ in STEPS}
    for number, turn in enumerate(turns, start=1):
        end = turn.get("speech_end", turn["asked_at"])
        assert isinstance(end, float)
        told = []
        for step, words in STEPS:
            at = turn.get(step)
            if isinstance(at, float):
                waits[step].append(at - end)
                told.append(f"{words} {(at - end) * 1000:.0f}")
        yield Figure(f"{name}, turn {number}: {turn['text']}", " > ".join(told), "ms")
    yield at_least(f"{name}: questions noticed", len(turns), "", QUESTIONS)
    yield from _middle(f"{name}: speech end to question, p50", waits["question"], None)
    yield from _middle(f"{name}: to passages on screen, p50", waits["passages_painted"], PASSAGES_S)
    yield from _middle(
        f"{name}: to first word on screen, p50", waits["first_token_painted"], FIRST_TOKEN_S
    )


def _middle(name: str, seconds: list[float], goal: float | None) -> Iterator[Figure]:
    if not seconds:
        yield Figure(name, "never seen", passed=False)
        return
    middle = round(percentile(seconds, 50), 3)
    yield Figure(name, middle, "s") if goal is None else at_most(name, middle, "s", goal)

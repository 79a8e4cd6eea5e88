"""Eight hours of conversation in a few minutes, with faults: does anything grow, lag or get lost?

Silence and a scripted recogniser stand for the sound (long listening by the real recogniser is
``bench asr-long``); questions, notes, answers over loopback, recording and overlay are real.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.bench import loopback
from app.bench.base import Figure, at_least, at_most
from app.core.events import Event, Health, Question
from app.core.trace import broken_rules
from app.store.sessions import read_session

HOURS = 8.0
SECONDS = 240.0
GROWTH_PERCENT = 5.0
LAG_GROWTH_MS = 2.0
WAIT_GROWTH_MS = 5.0


def run(data: Path | None) -> Iterator[Figure]:
    """About four minutes; ``data`` is not used."""
    yield from figures(HOURS, SECONDS)


def figures(hours: float, seconds: float) -> Iterator[Figure]:
    """The figures of so many hours of talk, lived through in so many seconds."""
    with tempfile.TemporaryDirectory() as home:
        told = asyncio.run(_live(hours, seconds, home))
        session = read_session(Path(told["session"]))
        broken = broken_rules(session.events)
        asked = len({(e.id, e.revision) for e in session.events if isinstance(e, Question)})
    yield Figure("soak: talk lived through", hours, "h")
    faults = ", ".join(f"{count} x {kind}" for kind, count in sorted(told["troubles"].items()))
    yield Figure("soak: what went wrong on purpose", faults)
    yield from _felt(told, session.events)
    yield at_least("soak: questions asked", told["questions"], "", hours * 60)
    yield from _grown(told["samples"])
    lag = round(told["lag_last_ms"] - told["lag_first_ms"], 2)
    yield at_most("soak: lag p50, last quarter over first", lag, "ms", LAG_GROWTH_MS)
    yield Figure("soak: lag p95 of the whole day", round(told["lag_p95_ms"], 2), "ms")
    waits = round(told["search_last_ms"] - told["search_first_ms"], 2)
    yield at_most("soak: passages p50, last quarter over first", waits, "ms", WAIT_GROWTH_MS)
    yield from _left(told)
    yield at_most("soak: questions missing in the recording", told["questions"] - asked, "", 0)
    yield at_most("soak: events lost by the recorder", told["lost_events"], "", 0)
    whole = session.ended == "closed" and not session.bad_lines and not session.torn
    yield at_least("soak: recording whole and closed", int(whole), "of 1", 1)
    rules = at_most("soak: rules of a session broken", len(broken), "", 0)
    yield replace(rules, reason="; ".join(broken[:3]))


async def _live(hours: float, seconds: float, home: str) -> dict[str, Any]:
    async with loopback.running() as port:
        return await asyncio.to_thread(_day, port, hours, seconds, home)


def _day(port: int, hours: float, seconds: float, home: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.soak_run", str(port), str(hours), str(seconds)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "GHOSTPILOT_HOME": home},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=seconds * 3 + 120,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _grown(samples: list[dict[str, float]]) -> Iterator[Figure]:
    """Memory after the first eighth, by when everything is loaded, against the end."""
    warm, end = samples[len(samples) // 8]["rss_mb"], samples[-1]["rss_mb"]
    yield Figure("soak: memory at the end", end, "MB")
    if warm:
        growth = round((end - warm) / warm * 100, 1)
        yield at_most("soak: growth of memory since the first hour", growth, "%", GROWTH_PERCENT)


def _left(told: dict[str, Any]) -> Iterator[Figure]:
    """What is held after everything was closed, over what was held before it was opened."""
    middle, end = told["samples"][len(told["samples"]) // 2], told["samples"][-1]
    before, after = told["before"], told["after"]
    for kind, spare in (("tasks", 0), ("threads", 0), ("handles", 0), ("windows", 0)):
        yield at_most(f"soak: {kind} left after closing", after[kind] - before[kind], "", spare)
    for kind in ("tasks", "threads", "handles", "windows"):
        more = end[kind] - middle[kind]
        yield at_most(f"soak: {kind} more at the end than halfway", more, "", 0)


def _felt(told: dict[str, Any], events: Sequence[Event]) -> Iterator[Figure]:
    """What went wrong was really felt: a fault that does not reach the program proves nothing."""
    meant, problems = told["troubles"], told["problems"]
    lost = {e.at for e in events if isinstance(e, Health) and e.state == "lost"}
    felt = {
        "devices lost, in the recording": (len(lost), meant["devices lost"]),
        "all providers down, told to the user": (problems.get("llm", 0), 1),
    }
    if find_spec("resource") is not None:  # Windows has no limit that stands for a full disk
        felt["disk full, told to the user"] = (problems.get("recorder", 0), 1)
    for name, (count, goal) in felt.items():
        yield at_least(f"soak: {name}", count, "", goal)

"""Runs the overlay alone under a known load and prints what it cost, as one JSON object.

    python -m app.ui.measure paint|stream|long|idle

Each load has a process of its own, because start-up time and memory are being measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from app.core import settings
from app.core.events import Answer, AnswerDelta, Passage, Passages, Question, Status, Timing, Why
from app.ui.loop import make_loop
from app.ui.overlay import Overlay

Figures = dict[str, float | str]

STARTED_VARIABLE = "GHOSTPILOT_STARTED"
"""When the process was started (`time.time()`), set by the one who starts it."""
HEAVY = ("numpy", "openai", "torch", "transformers", "onnxruntime", "sounddevice", "markdown_it",
         "pygments", "sqlite3", "keyring")  # fmt: skip

_PARAGRAPHS = (
    "## Part {n}\n\nThe service answers **most** requests from `cache {n}` and the rest from the "
    "database, as the notes on [scaling](https://example.org/{n}) say.\n\n",
    "1. First look at the error rate of build {n}.\n2. Then roll back, and wait.\n"
    "   - Page the on-call when it stays high.\n   - Else close the incident.\n\n",
    "```python\ndef handle(parcel: str) -> int:\n    total = {n}\n    return total + len(parcel)\n"
    "```\n\n",
    "| Step | Who | Time |\n|:-----|:----|-----:|\n| Announce | author | {n} min |\n"
    "| Roll back | on-call | 90 s |\n\n",
    "> Rolling forward is only for schema changes, of which there were {n} this year.\n\n",
)
_TOKEN = 5
"""Characters, about what one token of English prose has."""


def answer_of(tokens: int) -> str:
    """Markdown of every kind, this many tokens long."""
    text, number = "", 0
    while len(text) < tokens * _TOKEN:
        text += _PARAGRAPHS[number % len(_PARAGRAPHS)].format(n=number)
        number += 1
    return text[: tokens * _TOKEN]


async def paint() -> Figures:
    """Milliseconds from process start to the first frame; memory, and heavy modules loaded."""
    started = float(os.environ.get(STARTED_VARIABLE) or time.time())
    overlay = await _shown()
    took_ms = (time.time() - started) * 1000
    heavy = ", ".join(name for name in HEAVY if name in sys.modules)
    figures: Figures = {
        "first_paint_ms": took_ms,
        "first_paint_cpu_ms": time.process_time() * 1000,
        "heavy_modules": heavy,
        "rss_mb": _rss_mb(),
    }
    overlay.close()
    return figures


async def stream() -> Figures:
    """A 2,000-token answer in ten seconds: how late the loop is, and what CPU it takes."""
    overlay = await _asked()
    text = answer_of(2000)
    cpu, late = time.process_time(), _Lateness()
    begun = time.perf_counter()
    for number in range(2000):
        overlay.show_event(AnswerDelta("q", text[number * _TOKEN : (number + 1) * _TOKEN]))
        if number % 2:
            due = begun + (number + 1) / 200
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
    overlay.show_event(Answer("q", text, "local", "model", "complete", Timing(100, 10_000)))
    await asyncio.sleep(0.1)
    gaps = late.stop()
    return {
        "gap_p99_ms": gaps[round(len(gaps) * 0.99) - 1],
        "gap_max_ms": gaps[-1],
        "cpu_s": time.process_time() - cpu,
        "rss_mb": _rss_mb(),
    }


async def long() -> Figures:
    """An answer that grows to 10,000 tokens: what one update costs, drawn at 30 a second."""
    overlay = await _asked()
    text, step = answer_of(10_000), 33 * _TOKEN
    updates = []
    for start in range(0, len(text), step):
        overlay.show_event(AnswerDelta("q", text[start : start + step]))
        begun = time.perf_counter()
        overlay.flush()
        updates.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.008)
    late = updates[-len(updates) // 4 :]
    begun = time.perf_counter()
    overlay.show_event(Answer("q", text, "local", "model", "complete", Timing(100, 10_000)))
    overlay.flush()
    last_ms = (time.perf_counter() - begun) * 1000
    return {
        "update_p50_ms": sorted(late)[len(late) // 2],
        "update_max_ms": max(late),
        "full_render_ms": last_ms,
    }


async def idle() -> Figures:
    """Five seconds of listening to silence: CPU in percent of one core, and memory."""
    overlay = await _shown()
    overlay.show_event(Status("listening", recording=True))
    await asyncio.sleep(1.5)
    cpu, begun = time.process_time(), time.perf_counter()
    await asyncio.sleep(5)
    used = (time.process_time() - cpu) / (time.perf_counter() - begun)
    return {"cpu_percent": used * 100, "rss_mb": _rss_mb()}


LOADS: dict[str, Callable[[], Coroutine[object, object, Figures]]] = {
    "paint": paint,
    "stream": stream,
    "long": long,
    "idle": idle,
}


class _Lateness:
    """How late a task is woken that sleeps ten milliseconds at a time."""

    _PERIOD = 0.010

    def __init__(self) -> None:
        from PyQt6.QtCore import Qt, QTimer

        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(round(self._PERIOD * 1000))

    def stop(self) -> list[float]:
        """Milliseconds of delay beyond the period, least first."""
        self._timer.stop()
        return sorted(self._late)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, now - self._last - self._PERIOD) * 1000)
        self._last = now


async def _shown() -> Overlay:
    overlay = Overlay(settings.Overlay(), on_problem=_fail)
    painted = asyncio.Event()
    overlay.first_painted.connect(painted.set)
    overlay.show()
    await painted.wait()
    return overlay


async def _asked() -> Overlay:
    overlay = await _shown()
    await asyncio.sleep(0.6)
    passage = Passage("p", "Words of it.", "a.md", "A > B", "/a.md", 1, 1.0, Why(1, 1))
    overlay.show_event(Question("q", 0, "How do you roll back?", "technical", "them", 0.0))
    overlay.show_event(Passages("q", True, 1.0, (passage,) * 4))
    return overlay


def _fail(problem: object) -> None:
    raise RuntimeError(str(problem))


def _rss_mb() -> float:
    """Resident memory now, where the system tells; else the highest so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:  # Windows tells only through its own interface
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def main() -> None:
    """Run the load named on the command line."""
    loop = make_loop()
    with loop:
        figures = loop.run_until_complete(LOADS[sys.argv[1]]())
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

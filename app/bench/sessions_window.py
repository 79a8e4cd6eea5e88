"""How soon the sessions window shows a session of 10,000 turns, how it scrolls, how true it plays.

Run as a module, it is the process that is measured and prints one JSON object.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.base import Figure, at_least, at_most, percentile
from app.bench.session_data import made_up_turn, written

if TYPE_CHECKING:
    from app.ui.sessions_tab import SessionsTab

TURNS = 10_000
PLAYED = 6
"""Turns that are played back, at the speed they were recorded."""


def run(data: Path | None) -> Iterator[Figure]:
    """A made-up session of `TURNS`, then the window in a process of its own, offscreen."""
    with tempfile.TemporaryDirectory() as home:
        chance = random.Random(1)
        talk = (made_up_turn(n, n * 12.0, 6, chance) for n in range(TURNS))
        written(Path(home) / "sessions", talk)
        environment = {"QT_QPA_PLATFORM": "offscreen", "GHOSTPILOT_HOME": home}
        result = subprocess.run(
            [sys.executable, "-m", "app.bench.sessions_window"],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
            timeout=300,
        )
    found: dict[str, float] = json.loads(result.stdout)
    yield Figure("window built, charts loaded", found["built_ms"], "ms")
    yield at_most(f"a session of {TURNS} turns on screen", found["open_ms"], "ms", 300)
    yield at_most("one step of scrolling its list, p99", found["scroll_ms"], "ms", 16)
    yield at_most("one step along its timeline, p99", found["timeline_ms"], "ms", 33)
    yield at_most("playback error at 1x, p99", found["late_ms"], "ms", 15)
    yield at_least("answers played back byte by byte", found["equal"], "of 1", 1)


async def _measure() -> dict[str, float]:
    from app.core.settings import Settings
    from app.desks.sessions import SessionDesk
    from app.parts import Plan
    from app.ui.main_window import MainWindow

    begun = time.perf_counter()
    from app.ui.sessions_tab import SessionsTab

    chosen = Settings().overlay
    desk = SessionDesk(Plan(Settings()))
    tab = SessionsTab(desk, chosen)
    window = MainWindow(chosen)
    window.add_tab("sessions", "Sessions", lambda: tab)
    window.open("sessions")
    figures = {"built_ms": _since(begun)}
    opened = asyncio.Event()
    tab.opened.connect(lambda *_: opened.set())
    tab.refresh()
    await opened.wait()
    name = (await desk.sessions())[0].name
    await desk.details(name)
    times = []
    for _ in range(5):
        await asyncio.sleep(2)
        opened.clear()
        begun = time.perf_counter()
        tab.open(name)
        await opened.wait()
        window.repaint()
        times.append(_since(begun))
    figures["open_ms"] = sorted(times)[2]
    await asyncio.sleep(2)
    figures["scroll_ms"] = percentile([_scrolled(tab, step) for step in range(200)], 99)
    figures["timeline_ms"] = percentile([_zoomed(tab, step) for step in range(60)], 99)
    figures |= await _played(tab)
    window.hide()
    await desk.aclose()
    return figures


def _scrolled(tab: SessionsTab, step: int) -> float:
    view = tab.view.conversation
    bar, viewport = view.verticalScrollBar(), view.viewport()
    assert bar is not None and viewport is not None
    begun = time.perf_counter()
    bar.setValue(bar.maximum() * step // 200)
    viewport.repaint()
    return _since(begun)


def _zoomed(tab: SessionsTab, step: int) -> float:
    chart = tab.view.timeline
    begun = time.perf_counter()
    chart.show_range(step * 500.0, step * 500.0 + 60.0 * (1 + step * 10))
    chart.grab()  # draws all of it, at once
    return _since(begun)


async def _played(tab: SessionsTab) -> dict[str, float]:
    """Lateness of each event against the first, and how many answers are as recorded."""
    from app.core.events import Answer, Event

    replay = tab.view.replay
    chance = random.Random(2)
    events = [e for n in range(PLAYED) for e in made_up_turn(n, n * 3.0, 20, chance)]
    seen: list[tuple[float, Event]] = []
    equal: list[bool] = []

    def shown(event: Event) -> None:
        seen.append((time.perf_counter(), event))
        if isinstance(event, Answer):
            replay.flush()
            texts = (replay.content.answer.markdown, event.text)
            one, other = (hashlib.sha256(text.encode()).digest() for text in texts)
            equal.append(one == other)

    ended = asyncio.Event()
    replay.ended.connect(ended.set)
    replay.event_shown.connect(shown)
    replay.play(sorted(events, key=lambda event: event.emitted))
    await ended.wait()
    zero = min(at - event.emitted for at, event in seen)
    late = [(at - event.emitted - zero) * 1000 for at, event in seen]
    return {"late_ms": percentile(late, 99), "equal": sum(equal) / PLAYED}


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    from app.ui.loop import make_loop

    with make_loop() as loop:
        print(json.dumps(loop.run_until_complete(_measure())))

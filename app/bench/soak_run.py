"""Lives through a day of talk in minutes, in a process of its own, and tells what it holds.

    python -m app.bench.soak_run PORT HOURS SECONDS

Everything is the running program's own but three things: the sound is silence, the recogniser
follows a script, and the answers come from the provider at PORT. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import shutil
import sys
import threading
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.asr.scripted import ScriptedEngine
from app.bench.base import percentile
from app.bench.memory import held_mb
from app.bench.soak_script import DayOfSound, talk, troubles
from app.core import paths
from app.core.clock import Clock
from app.core.events import Answer, Event, Passages, Problem, Question
from app.core.redact import Redactor
from app.core.sections import Notes
from app.core.settings import Provider, Settings
from app.core.tasks import cancel, spawn
from app.narration import open_narrator
from app.parts import open_notes
from app.pipeline import Pipeline
from app.questions.listener import Listener
from app.retrieval.follow import Follower
from app.store.opening import open_session

SAMPLES = 16
FULL_S = 1.5
DOWN_S = 2.0
LAG_S = 0.02


@dataclass
class Held:
    """What the program holds at one moment."""

    rss_mb: float
    tasks: int
    threads: int
    handles: int
    windows: int


@dataclass
class Tally:
    """What went by; numbers only, so that counting is not what grows."""

    questions: int = 0
    answers: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    _asked: dict[str, float] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """A sink of the pipeline."""
        if isinstance(event, Question):
            self.questions += 1
            self._asked[event.id] = time.perf_counter()
        elif isinstance(event, Passages):
            begun = self._asked.pop(event.question, None)
            if begun is not None:
                self.waits.append((time.perf_counter() - begun) * 1000)
        elif isinstance(event, Answer):
            self.answers += 1
        elif isinstance(event, Problem):
            self.problems[event.where] = self.problems.get(event.where, 0) + 1


def held() -> Held:
    """Measured now; where the system does not tell, 0."""
    from app.ui.paint_watch import windows_open

    handles = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    tasks = len(asyncio.all_tasks())
    rss = round(held_mb() or 0.0, 1)
    return Held(rss, tasks, threading.active_count(), handles, windows_open())


class Day:
    """One accelerated day: its parts, its troubles, and its samples."""

    def __init__(self, port: int, hours: float, seconds: float) -> None:
        self.hours, self.seconds = hours, seconds
        self.good = (Provider("first", f"http://127.0.0.1:{port}/ok/v1", "m"),)
        self.dead = (
            Provider("dead", f"http://127.0.0.1:{port}/503/v1", "m"),
            Provider("spare", f"http://127.0.0.1:{port}/ok/v1", "m"),
        )
        self.notes_folder = paths.home() / "notes"
        self.settings = Settings(
            providers=self.good, notes=Notes(folders=(str(self.notes_folder),))
        )
        self.tally = Tally()
        self.samples: list[Held] = []
        self.troubles: dict[str, int] = {}

    async def live(self) -> dict[str, Any]:
        """The whole day; what it held at the start, on the way and at the end."""
        from app.ui.overlay import Overlay

        shutil.copytree(paths.shipped("knowledge"), self.notes_folder, dirs_exist_ok=True)
        before = held()
        overlay = Overlay(self.settings.overlay, on_problem=lambda problem: None)
        overlay.show()
        async with AsyncExitStack() as stack:
            notes = await stack.enter_async_context(open_notes(self.settings))
            narrator = await stack.enter_async_context(
                open_narrator(lambda: self.settings, redactor=Redactor())
            )
            clock = Clock(self.hours * 3600 / self.seconds)
            loop = asyncio.get_running_loop()

            def report(event: Event) -> None:
                loop.call_soon_threadsafe(pipeline.report, event)

            recorder = open_session(paths.sessions(), now=clock.now, on_event=report)
            stack.push_async_callback(asyncio.to_thread, recorder.close)
            sound = DayOfSound(clock, self.hours, losses=6)
            pipeline = Pipeline(
                clock=clock,
                audio=sound,
                engine=ScriptedEngine(talk(self.hours)),
                listener=Listener(),
                retriever=notes,
                narrator=narrator,
                sinks=(recorder.put, overlay.show_event, self.tally),
                recording=True,
            )
            stack.push_async_callback(pipeline.aclose)
            follower = Follower(notes, pipeline.report, poll_s=2.0)
            beside = [
                spawn(follower.run(), name="follow notes"),
                spawn(self._sample(), name="sample"),
                spawn(self._lag(), name="lag"),
                spawn(self._trouble(pipeline, recorder.path, follower), name="trouble"),
            ]
            await pipeline.start()
            await pipeline.finished()
            for task in beside:
                await cancel(task)
            self.samples.append(held())
            lost = recorder.lost
        overlay.close()
        overlay.deleteLater()
        await asyncio.sleep(0.5)
        after = held()
        return self._told(before, after, recorder.path, lost, sound.lost)

    async def _sample(self) -> None:
        while True:
            await asyncio.sleep(self.seconds / SAMPLES)
            self.samples.append(held())

    async def _lag(self) -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(LAG_S)
            self.tally.lags.append((time.perf_counter() - begun - LAG_S) * 1000)

    async def _trouble(self, pipeline: Pipeline, session: Path, follower: Follower) -> None:
        begun = time.monotonic()
        for at, kind in troubles(self.seconds):
            await asyncio.sleep(max(0.0, at - (time.monotonic() - begun)))
            self.troubles[kind] = self.troubles.get(kind, 0) + 1
            if kind == "provider down":
                await self._with_providers(self.dead)
            elif kind == "all providers down":
                await self._with_providers(self.dead[:1])
            elif kind == "note edited":
                note = self.notes_folder / f"edited-{self.troubles[kind] % 3}.md"
                note.write_text(f"# Edited\n\nVersion {at:.1f} of it.\n", encoding="utf-8")
                follower.changed()
            elif kind == "disk full":
                await _full_disk(session)
            else:
                await pipeline.pause()
                await pipeline.start()

    async def _with_providers(self, providers: tuple[Provider, ...]) -> None:
        self.settings = replace(self.settings, providers=providers)
        await asyncio.sleep(min(DOWN_S, self.seconds / 20))
        self.settings = replace(self.settings, providers=self.good)

    def _told(
        self, before: Held, after: Held, session: Path, lost: int, devices_lost: int
    ) -> dict[str, Any]:
        quarter = max(1, len(self.tally.lags) // 4)
        waits, share = self.tally.waits, max(1, len(self.tally.waits) // 4)
        return {
            "before": before.__dict__,
            "samples": [sample.__dict__ for sample in self.samples],
            "after": after.__dict__,
            "session": str(session),
            "lost_events": lost,
            "questions": self.tally.questions,
            "answers": self.tally.answers,
            "problems": self.tally.problems,
            "troubles": self.troubles | {"devices lost": devices_lost},
            "lag_first_ms": percentile(self.tally.lags[:quarter], 50),
            "lag_last_ms": percentile(self.tally.lags[-quarter:], 50),
            "lag_p95_ms": percentile(self.tally.lags, 95),
            "search_first_ms": percentile(waits[:share], 50),
            "search_last_ms": percentile(waits[-share:], 50),
        }


async def _full_disk(session: Path) -> None:
    """For a while no file may grow beyond what the session has: the disk is full for it."""
    try:
        resource: Any = importlib.import_module("resource")
    except ImportError:
        return  # this system has no such limit
    size = (await asyncio.to_thread(session.stat)).st_size
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        await asyncio.sleep(FULL_S)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def main() -> None:
    """Run on the loop the program has."""
    from app.ui.loop import make_loop

    port, hours, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    with make_loop() as loop:
        # A first short day loads what is kept for good, so that only what grows is seen.
        loop.run_until_complete(Day(port, 0.05, 3.0).live())
        told = loop.run_until_complete(Day(port, hours, seconds).live())
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()

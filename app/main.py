"""The running app: one loop, the overlay first, then the parts, closed in reverse order.

This is the one file outside `ui/` that knows Qt. It introduces the overlay to the pipeline:
events go to `Overlay.show_event`, what the user does goes to the pipeline's methods.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import host
from app.core.events import Answer, Event, Passages, Sink, Status
from app.core.settings import Settings
from app.parts import Plan, open_session
from app.ui.crash_guard import CrashGuard
from app.ui.loop import make_loop
from app.ui.overlay import Overlay
from app.ui.qt_log import log_qt_messages

if TYPE_CHECKING:
    from app.pipeline import Pipeline


def run(plan: Plan) -> int:
    """Listen until the user quits; 130 when the terminal interrupted it."""

    async def listen() -> None:
        async with _window(plan.settings) as overlay:
            plan.sinks = (overlay.show_event, *plan.sinks)
            async with open_session(plan) as session:
                _connect(overlay, session.pipeline)
                await session.pipeline.start()
                await asyncio.get_running_loop().create_future()

    return _on_loop(listen())


def demo(plan: Plan, screenshot: Path, *, started: Callable[[Path], None]) -> int:
    """Play a recording through the whole path, draw it, and keep a picture of an answer.

    ``started`` is told the session file. Returns 0, or 130 when interrupted.
    """

    async def play() -> None:
        async with _window(plan.settings) as overlay:
            photographer = _Photographer(overlay, screenshot)
            plan.sinks = (overlay.show_event, photographer, *plan.sinks)
            async with open_session(plan) as session:
                started(session.recorder.path)
                await session.pipeline.start()
                await session.pipeline.finished()
            photographer.save()

    return _on_loop(play())


def paint_once() -> None:
    """Show the overlay, wait for its first frame and print which modules that took.

    For the start-up benchmark, which times this from outside.
    """

    async def paint() -> None:
        async with _window(Settings()):
            print(json.dumps({"modules": sorted(sys.modules)}), flush=True)

    _on_loop(paint())


class _Photographer:
    """A sink that keeps a picture of the overlay at each answer found in the notes."""

    def __init__(self, overlay: Overlay, path: Path) -> None:
        self._overlay = overlay
        self._path = path
        self._picture = overlay.grab()
        self._covered: set[str] = set()
        self._answered = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, Passages) and event.covered:
            self._covered.add(event.question)
        elif isinstance(event, Answer) and event.question in self._covered:
            self._answered = True
        elif isinstance(event, Status) and self._answered:
            self._answered = False
            self._overlay.flush()
            self._picture = self._overlay.grab()

    def save(self) -> None:
        """Write the last picture."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._picture.save(str(self._path), "PNG"):
            raise OSError(f"the picture {self._path} could not be written")


@asynccontextmanager
async def _window(settings: Settings) -> AsyncIterator[Overlay]:
    """The overlay on screen, its first frame drawn, with every stray exception shown in it."""
    problems: list[Sink] = []
    overlay = Overlay(settings.overlay, on_problem=lambda problem: problems[0](problem))
    problems.append(overlay.show_event)
    loop = asyncio.get_running_loop()
    guard = CrashGuard(lambda problem: loop.call_soon_threadsafe(overlay.show_event, problem))
    guard.install(loop)
    painted = asyncio.Event()
    overlay.first_painted.connect(painted.set)
    overlay.show()
    try:
        await painted.wait()
        yield overlay
    finally:
        guard.remove()
        overlay.close()


def _connect(overlay: Overlay, pipeline: Pipeline) -> None:
    """What the user does in the overlay reaches the pipeline."""
    overlay.asked.connect(pipeline.ask_typed)
    overlay.stop_requested.connect(pipeline.stop_answer)


def _on_loop(story: Coroutine[None, None, None]) -> int:
    """Run a story on the app's loop; Ctrl-C or a request to end cancels it, which is 130."""
    log_qt_messages()
    with make_loop() as loop:
        try:
            loop.run_until_complete(_until_signal(story))
        except asyncio.CancelledError:
            return 130
    return 0


async def _until_signal(story: Coroutine[None, None, None]) -> None:
    task = asyncio.current_task()
    assert task is not None
    if host.system() != "windows":  # where the loop cannot watch for signals
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await story

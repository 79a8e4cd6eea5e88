"""An overlay with its controls, and what they passed on, for tests."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from app.core import settings
from app.core.events import Problem
from app.platforms.null import NullExclusion, NullHotkeys
from app.ui.capture_report import Report, RouteResult
from app.ui.controls import Controls
from app.ui.local_server import LocalServer
from app.ui.overlay import Overlay

KEYS = dataclasses.asdict(settings.Hotkeys())


class Desk:
    """An overlay with its controls, and what they passed on."""

    def __init__(self, chosen: settings.Overlay, exclusion: NullExclusion) -> None:
        self.hotkeys = NullHotkeys()
        self.overlay = Overlay(chosen, on_problem=lambda problem: None)
        self.overlay.show()
        server = LocalServer()
        assert server.start()
        self.controls = Controls(
            self.overlay, chosen, exclusion=exclusion, hotkeys=self.hotkeys, routes=[],
            server=server,
        )  # fmt: skip
        self.said: list[tuple[object, ...]] = []
        self.problems: list[Problem] = []
        for name in ("ask_now", "pause", "screenshot", "stop_answer", "quit"):
            getattr(self.controls, name).connect(partial(self._say, name))
        self.controls.window_wanted.connect(lambda which: self.said.append(("window", which)))
        self.controls.setting_changed.connect(lambda key, value: self.said.append((key, value)))
        self.controls.problem.connect(self.problems.append)

    def _say(self, name: str, *more: object) -> None:
        self.said.append((name, *more))


def report(verdict: str) -> Report:
    at = datetime.datetime(2026, 11, 20, 14, 3)
    return Report(at, (RouteResult("Qt", verdict),))  # type: ignore[arg-type]


@asynccontextmanager
async def controlled(chosen: settings.Overlay) -> AsyncIterator[Desk]:
    """A desk with every key bound."""
    desk = Desk(chosen, NullExclusion("share one window"))
    desk.controls.start()
    await desk.controls.bind(KEYS)
    yield desk
    await desk.controls.aclose()
    desk.overlay.close()
    desk.overlay.deleteLater()
    await asyncio.sleep(0)

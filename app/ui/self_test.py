"""Tries what screen captures see of the overlay, and says it in careful words.

A random pattern is shown on the overlay and another in an ordinary window beside it. A way of
capturing counts only when it shows the ordinary window; otherwise a failed capture would look
like success. What no test can know: other programs, cameras, remote control.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.platforms.base import CaptureRoute
from app.ui.capture_report import Report, RouteResult
from app.ui.capture_scene import Scene

SETTLE_S = 0.35
"""Time for the window manager and the compositor to put both patterns on screen."""
TRIES = 6
QUIET_MS = 1500
"""A change must have settled this long before the test runs by itself."""


class SelfTest(QObject):
    """Runs the test on one overlay; ``reported`` carries each `Report`."""

    reported = pyqtSignal(object)

    def __init__(
        self, overlay: QWidget, routes: Sequence[CaptureRoute], parent: QObject | None = None
    ) -> None:
        """``routes`` are tried besides Qt's own, each in a worker thread."""
        super().__init__(parent)
        self._overlay = overlay
        self._routes = tuple(routes)
        self._running: asyncio.Lock | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._run_by_itself)

    def watch(self) -> None:
        """Run by itself after the overlay is shown and after the screens change."""
        self._overlay.installEventFilter(self)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self.request)
        application.screenRemoved.connect(self.request)
        application.primaryScreenChanged.connect(self.request)
        self.request()

    def stop(self) -> None:
        """Run by itself no more."""
        self._quiet.stop()
        self._overlay.removeEventFilter(self)

    def request(self) -> None:
        """Run once things have been quiet for a moment, as after a resume."""
        self._quiet.start()

    async def run(self) -> Report:
        """Show the patterns, capture, judge, report; about a second. One run at a time."""
        if self._running is None:
            self._running = asyncio.Lock()
        async with self._running:
            report = await self._run()
        self.reported.emit(report)
        return report

    async def _run(self) -> Report:
        now = datetime.datetime.now()
        names = ["Qt", *(route.name for route in self._routes)]
        screen = self._overlay.screen()
        if not self._overlay.isVisible() or screen is None:
            hidden = tuple(RouteResult(name, "unknown", "the overlay is hidden") for name in names)
            return Report(now, hidden)
        scene = Scene(self._overlay, screen)
        try:
            results = [await _settled(scene)]
            for route in self._routes:
                results.append(await _tried(route, scene))
        finally:
            scene.close()
        return Report(now, tuple(results))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Show:
            self.request()
        return False

    def _run_by_itself(self) -> None:
        if self._overlay.isVisible():
            spawn(self.run(), name="capture self-test")


async def _settled(scene: Scene) -> RouteResult:
    """Qt's own capture, tried until both patterns are really on screen."""
    for _ in range(TRIES):
        await asyncio.sleep(SETTLE_S)
        try:
            result = await scene.judged("Qt", scene.grab_by_qt())
        except GhostPilotError as error:
            return RouteResult("Qt", "unknown", str(error))
        if result.verdict != "unknown":
            break
    return result


async def _tried(route: CaptureRoute, scene: Scene) -> RouteResult:
    try:
        shot = await asyncio.to_thread(route.grab, scene.region())
    except GhostPilotError as error:
        return RouteResult(route.name, "unknown", str(error))
    return await scene.judged(route.name, shot)

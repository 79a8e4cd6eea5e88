"""Tries what screen captures see of the overlay, and says it in careful words.

A random pattern is shown on the overlay and another in an ordinary window beside it. A way of
capturing counts only when it shows the ordinary window; otherwise a failed capture would look
like success. What no test can know: other programs, cameras, remote control.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QImage, QScreen
from PyQt6.QtWidgets import QWidget
from PyQt6.sip import voidptr

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.tasks import spawn
from app.platforms.base import CaptureRoute, Region, Shot
from app.ui.exclusion import ORDINARY
from app.ui.language import tr
from app.ui.marker import SIZE, Marker, Pattern, Verdict, judge

GAP = 8
"""Logical pixels between the overlay and the control window."""
SETTLE_S = 0.35
"""Time for the window manager and the compositor to put both patterns on screen."""
TRIES = 6
CONTROL_FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.Tool
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)
QUIET_MS = 1500
"""A change must have settled this long before the test runs by itself."""


@dataclass(frozen=True, slots=True)
class RouteResult:
    """One way of capturing and what it saw; ``why`` explains "unknown" where that is known."""

    route: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What every way tried saw, and when."""

    at: datetime.datetime
    results: tuple[RouteResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst that was seen; "unknown" when nothing could be found out."""
        found = [result.verdict for result in self.results]
        order: tuple[Verdict, ...] = ("VISIBLE", "black box", "not seen")
        return next((verdict for verdict in order if verdict in found), "unknown")

    @property
    def sentence(self) -> str:
        """The report in one line for tray, overlay and preflight."""
        verdict = self.verdict
        ways = [result.route for result in self.results if result.verdict == verdict]
        known = {"count": len(ways), "ways": ", ".join(ways), "time": f"{self.at:%H:%M}"}
        if verdict == "VISIBLE":
            return tr("VISIBLE to captures ({ways}) at {time}").format(**known)
        if verdict == "unknown":
            text = tr("unknown what captures see: none of {count} ways could tell at {time}")
            return text.format(**known)
        if verdict == "black box":
            text = tr("a black box in captures ({ways}) at {time}")
        elif len(ways) == 1:
            text = tr("not seen by the only way tried at {time}")
        else:
            text = tr("not seen by the {count} ways tried at {time}")
        unknown = sum(result.verdict == "unknown" for result in self.results)
        rest = tr(", {count} more could not tell").format(count=unknown) if unknown else ""
        return text.format(**known) + rest

    def problem(self, advice: str = "") -> Problem | None:
        """The warning to show when captures see the overlay, else None."""
        if self.verdict != "VISIBLE":
            return None
        return Problem(
            "capture",
            tr("Screen captures see the overlay"),
            self.sentence,
            advice or tr("Share one window instead of the screen."),
            sticky=True,
        )


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
        scene = _Scene(self._overlay, screen)
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


class _Scene:
    """The pattern on the overlay and the one in an ordinary window beside it, on screen."""

    def __init__(self, overlay: QWidget, screen: QScreen) -> None:
        self._screen = screen
        available = screen.availableGeometry()
        visible = overlay.geometry().intersected(available)
        self._pattern = Marker(overlay)
        self._pattern.move(visible.topLeft() - overlay.geometry().topLeft())
        self._pattern.raise_()
        self._pattern.show()
        self._control = Marker(None, CONTROL_FLAGS)
        self._control.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._place = _beside(visible, available)
        self._control.move(self._place)
        self._control.winId()  # makes the native window, which is then marked before it is shown
        handle = self._control.windowHandle()
        assert handle is not None
        handle.setProperty(ORDINARY, True)
        self._control.show()

    def grab_by_qt(self) -> Shot:
        """Capture with Qt's own grabber; must run on the main thread."""
        return grab_by_qt(self._screen)

    def region(self) -> Region:
        """The screen the patterns are on, in native pixels."""
        return native(self._screen.geometry(), self._screen)

    async def judged(self, route: str, shot: Shot) -> RouteResult:
        patterns = [
            Pattern(marker.bits, native(QRect(place, marker.size()), self._screen))
            for marker, place in (
                (self._pattern, self._pattern.mapToGlobal(QPoint(0, 0))),
                (self._control, self._place),
            )
        ]
        verdict = await asyncio.to_thread(judge, shot, self.region(), *patterns)
        why = "it did not show an ordinary window" if verdict == "unknown" else ""
        return RouteResult(route, verdict, why)

    def close(self) -> None:
        for marker in (self._pattern, self._control):
            marker.hide()
            marker.deleteLater()


async def _settled(scene: _Scene) -> RouteResult:
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


async def _tried(route: CaptureRoute, scene: _Scene) -> RouteResult:
    try:
        shot = await asyncio.to_thread(route.grab, scene.region())
    except GhostPilotError as error:
        return RouteResult(route.name, "unknown", str(error))
    return await scene.judged(route.name, shot)


def _beside(overlay: QRect, available: QRect) -> QPoint:
    """A place next to the overlay that is on the screen and not under it."""
    for x, y in (
        (overlay.left() - GAP - SIZE, overlay.top()),
        (overlay.right() + GAP, overlay.top()),
        (overlay.left(), overlay.top() - GAP - SIZE),
        (overlay.left(), overlay.bottom() + GAP),
    ):
        if available.contains(QRect(x, y, SIZE, SIZE)):
            return QPoint(x, y)
    return available.bottomRight() - QPoint(SIZE, SIZE)


def native(place: QRect, screen: QScreen) -> Region:
    """A rectangle of Qt's coordinates in the pixels that capture programs count.

    Qt leaves a screen's origin unscaled and scales what is inside. macOS counts like Qt.
    """
    scale = 1.0 if QGuiApplication.platformName() == "cocoa" else screen.devicePixelRatio()
    origin = screen.geometry().topLeft()
    return Region(
        origin.x() + round((place.x() - origin.x()) * scale),
        origin.y() + round((place.y() - origin.y()) * scale),
        round(place.width() * scale),
        round(place.height() * scale),
    )


def grab_by_qt(screen: QScreen) -> Shot:
    """A screen as Qt captures it; on the main thread."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        raise GhostPilotError("There is no real screen to capture")
    image = screen.grabWindow(voidptr(0)).toImage()
    if image.isNull():
        raise GhostPilotError("Qt cannot capture the screen")
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    bits = image.constBits()
    assert bits is not None
    data, line = bits.asstring(image.sizeInBytes()), image.bytesPerLine()
    rows = (data[y * line : y * line + image.width() * 3] for y in range(image.height()))
    return Shot(image.width(), image.height(), b"".join(rows))

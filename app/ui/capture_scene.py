"""The two patterns that a self-test shows on screen, and what a capture shows of them."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtGui import QGuiApplication, QImage, QScreen
from PyQt6.QtWidgets import QWidget
from PyQt6.sip import voidptr

from app.core.errors import GhostPilotError
from app.platforms.base import Region, Shot
from app.ui.capture_report import RouteResult
from app.ui.exclusion import ORDINARY
from app.ui.marker import SIZE, Marker, Pattern, judge

GAP = 8
"""Logical pixels between the overlay and the control window."""
CONTROL_FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.Tool
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)


class Scene:
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
        """What a capture of the screen shows of both patterns."""
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
        """Take both patterns off the screen."""
        for marker in (self._pattern, self._control):
            marker.hide()
            marker.deleteLater()


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

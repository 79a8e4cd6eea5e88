"""Looks now and then at what is around the overlay, and asks for a panel that stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PyQt6.QtCore import QObject, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QScreen
from PyQt6.QtWidgets import QWidget

from app.core.host import is_wayland, system
from app.ui.styles import Palette, needed_opacity

_EVERY_MS = 4000
_BAND = 8
"""Pixels around the window that stand for what is behind it: the window hides the rest."""
_STEP = 0.04
"""Smaller changes of opacity are left alone, so that nothing flickers."""


class ContrastWatch(QObject):
    """Emits the opacity the panel needs, when two looks in a row agree that it must change.

    Reading the screen needs the user's permission on macOS and goes through a portal on
    Wayland; there it does nothing.
    """

    opacity_needed = pyqtSignal(float)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._palette: Palette | None = None
        self._chosen = 1.0
        self._applied = 1.0
        self._before: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    @staticmethod
    def possible() -> bool:
        """Whether this system lets a program see the screen without asking."""
        return system() != "macos" and not is_wayland()

    def start(self, palette: Palette, chosen: float) -> None:
        """Watch for a palette and the opacity (0-1) the user chose, which is never undercut."""
        if palette != self._palette or chosen != self._chosen:
            self._palette, self._chosen, self._applied = palette, chosen, chosen
            self._before = None
        if self.possible() and not palette.solid and chosen < 1.0:
            self._timer.start(_EVERY_MS)
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Look no more, and forget what was needed."""
        self._timer.stop()
        self._palette = None

    @property
    def opacity(self) -> float:
        """The opacity found to be needed, at least the one the user chose."""
        return self._applied

    def look(self) -> None:
        """Take one sample; a needed change is asked for at the second that agrees."""
        screen = self._window.screen()
        if self._palette is None or screen is None or not self._window.isVisible():
            return
        behind = list(self._samples(screen))
        if not behind:
            return
        needed = needed_opacity(self._palette, self._chosen, behind)
        agrees = self._before is not None and abs(self._before - needed) < _STEP
        self._before = needed
        if agrees and abs(needed - self._applied) >= _STEP:
            self._applied = needed
            self.opacity_needed.emit(needed)

    def _samples(self, screen: QScreen) -> Iterator[str]:
        """Colours of the screen just outside the window's four sides."""
        area, box = screen.geometry(), self._window.frameGeometry()
        bands = (
            QRect(box.left(), box.top() - _BAND, box.width(), _BAND),
            QRect(box.left(), box.bottom() + 1, box.width(), _BAND),
            QRect(box.left() - _BAND, box.top(), _BAND, box.height()),
            QRect(box.right() + 1, box.top(), _BAND, box.height()),
        )
        for band in bands:
            seen = band.intersected(area)
            if seen.isEmpty():
                continue
            corner = seen.topLeft() - area.topLeft()
            whole: Any = 0  # the screen and not a window of it
            picture = screen.grabWindow(whole, corner.x(), corner.y(), seen.width(), seen.height())
            yield from _colours(picture.toImage())


def _colours(image: QImage) -> Iterator[str]:
    """A few dozen pixels, spread evenly: text behind the panel is as bright as its letters."""
    if image.isNull():
        return
    across, down = max(1, image.width() // 24), max(1, image.height() // 24)
    for y in range(0, image.height(), down):
        for x in range(0, image.width(), across):
            yield image.pixelColor(x, y).name()

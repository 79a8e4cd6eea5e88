"""Gathers changes into frames: work asked for between two frames is done once, at the next."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal


class FrameClock(QObject):
    """Emits `ticked` at most ``rate`` times a second, and only after `request`.

    An idle clock has no timer running, so it never wakes the machine.
    """

    ticked = pyqtSignal()

    def __init__(self, rate: float = 30.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._period_ms = 1000.0 / rate
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def request(self) -> None:
        """Ask for the next frame; further calls before it change nothing."""
        if self._timer.isActive():
            return
        elapsed_ms = (time.perf_counter() - self._last) * 1000
        self._timer.start(max(0, round(self._period_ms - elapsed_ms)))

    def _tick(self) -> None:
        self._last = time.perf_counter()
        self.ticked.emit()

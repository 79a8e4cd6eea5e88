"""Notices that the machine has slept: a heartbeat then comes much too late."""

from __future__ import annotations

import time

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

HEARTBEAT_S = 60
ASLEEP_S = 60
"""A heartbeat this much too late means that the machine slept."""


class SleepWatch(QObject):
    """Says ``woke`` within a heartbeat after the machine has woken up."""

    woke = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heartbeat = QTimer(self)
        self._heartbeat.timeout.connect(self._beat)
        self._beaten = time.time()

    def start(self) -> None:
        """Watch from now on."""
        self._heartbeat.start(HEARTBEAT_S * 1000)

    def stop(self) -> None:
        """Watch no more."""
        self._heartbeat.stop()

    def _beat(self) -> None:
        late = time.time() - self._beaten - HEARTBEAT_S
        self._beaten = time.time()
        if late > ASLEEP_S:
            self.woke.emit()

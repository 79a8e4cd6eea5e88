"""Ctrl-C and a polite kill end the program the way its own Quit does."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from PyQt6.QtCore import QTimer

SIGNALS = (signal.SIGINT, signal.SIGTERM)
TICK_MS = 250
"""Without support of the loop, Python sees a signal only when some Python code runs."""
INTERRUPTED = 130
IMPATIENT_S = 0.5


class ExitSignals:
    """Calls ``leave`` at the first signal; a second one ends the process at once."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._asked = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tick: QTimer | None = None
        self._before: dict[signal.Signals, Any] = {}

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start listening; on the main thread."""
        try:
            for number in SIGNALS:
                loop.add_signal_handler(number, self._received)
            self._loop = loop
        except NotImplementedError:  # Windows
            for number in SIGNALS:
                self._before[number] = signal.signal(number, self._received)
            self._tick = QTimer()
            self._tick.timeout.connect(lambda: None)
            self._tick.start(TICK_MS)

    def remove(self) -> None:
        """Put back what was there before `install`."""
        if self._loop is not None:
            for number in SIGNALS:
                self._loop.remove_signal_handler(number)
            self._loop = None
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
        if self._tick is not None:
            self._tick.stop()
            self._tick = None

    def _received(self, number: int = 0, frame: FrameType | None = None) -> None:
        now = time.monotonic()
        if self._asked:
            # One wish may arrive twice: as a signal to us and as one to our group.
            if now - self._asked > IMPATIENT_S:
                os._exit(INTERRUPTED)
            return
        self._asked = now
        self._leave()

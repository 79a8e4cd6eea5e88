"""Fills in the silence that some systems do not send while nothing plays.

Without it a recogniser never hears the pause that ends a question.
"""

from __future__ import annotations

import threading

from app.audio.line import Line

STOPPED_S = 0.06
"""Frames that stay away for longer have stopped."""
CHECK_S = 0.02
"""Between looks, and how far behind the clock the silence stays, so that sound that comes
back finds its place free."""


class SilenceFiller:
    """Watches a line from a thread of its own until it is closed."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._stop = threading.Event()
        self._was_behind = False
        self._thread = threading.Thread(target=self._run, name="fill silence", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(CHECK_S):
            self._check()

    def _check(self) -> None:
        """Fill when frames were missing at two looks in a row.

        After a moment in which no thread could run, the first look finds everything late,
        the capture thread's block included, which is then let in first.
        """
        behind = self._line.behind
        if behind > STOPPED_S and self._was_behind:
            self._line.fill(behind - CHECK_S)
        self._was_behind = behind > STOPPED_S

"""Gives captured sound its time: even as the count of samples, true to the clock in the long run.

Blocks arrive late by a few milliseconds or, behind a busy interpreter, by tens of them, so
the moment of arrival is a poor time stamp. The earliest arrivals are good ones: within each
window the block that was least late shows where the count of samples stands on the clock.
"""

from __future__ import annotations

WINDOW_S = 0.5
"""How long the count may stand wrong before it is set right."""
TOLERANCE_S = 0.02


class Timeline:
    """Maps seconds of one stream's sound to session seconds; times are in seconds."""

    def __init__(self) -> None:
        self._origin: float | None = None
        self._fed = 0.0
        self._window = 0.0
        self._least_late = float("inf")

    def start(self, moment: float) -> None:
        """Let the sound begin at this moment, unless a block has already set the beginning."""
        if self._origin is None:
            self._origin = moment

    def block(self, seconds: float, arrived: float) -> None:
        """The next block of sound, as long as this, has just arrived."""
        self._fed += seconds
        if self._origin is None:
            self._origin = arrived - self._fed
        self._least_late = min(self._least_late, arrived - self._origin - self._fed)
        self._window += seconds
        if self._window >= WINDOW_S:
            if abs(self._least_late) > TOLERANCE_S:
                self._origin += self._least_late
            self._window = 0.0
            self._least_late = float("inf")

    def at(self, position: float) -> float:
        """Session time of the sound this many seconds into the stream."""
        return (self._origin or 0.0) + position

    @property
    def end(self) -> float:
        """Session time up to which sound has arrived."""
        return self.at(self._fed)

"""One clock per session: seconds since it started, which never run backwards."""

from __future__ import annotations

import time


class Clock:
    """Counts session seconds from its creation; ``rate`` is how fast a recording is played.

    At rate 2 a two-second stretch of a recording passes in one second of real time, and
    both the recording's times and ``now()`` count two seconds.
    """

    def __init__(self, rate: float = 1.0) -> None:
        self.rate = rate
        self._start = time.perf_counter()

    def now(self) -> float:
        """Session seconds since the start."""
        return (time.perf_counter() - self._start) * self.rate

    def real_ms(self, session_seconds: float) -> float:
        """Real milliseconds in a span of session seconds."""
        return session_seconds / self.rate * 1000

"""Where the events of a session leave it: each gets its time and goes to every sink."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.clock import Clock
from app.core.errors import describe
from app.core.events import Event, Problem, Sink, stamped


class Outlets:
    """Stamps events and hands them to every sink; slow ones queue for themselves."""

    def __init__(self, clock: Clock, sinks: Sequence[Sink]) -> None:
        self._clock, self._sinks = clock, list(sinks)

    def emit(self, event: Event) -> None:
        """Stamp an event and hand it over; a sink that fails is dropped and told of."""
        event = stamped(event, self._clock.now())
        for sink in self._sinks:
            try:
                sink(event)
            except Exception as error:  # one that fails must not deafen the session
                self._drop(sink, error)

    def _drop(self, sink: Sink, error: Exception) -> None:
        self._sinks = [other for other in self._sinks if other is not sink]
        detail = describe(error)
        self.emit(Problem("output", "Part of the output stopped", detail, "Restart GhostPilot."))

"""Where problems go that arise beside the session: a shortcut, a file, a stray exception."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.events import Problem, Sink


class Reports:
    """Where problems outside the pipeline go: through the session, once there is one.

    There they are recorded and shown like all others; before and after it the overlay shows
    them. Call it on the loop's thread.
    """

    def __init__(self) -> None:
        self._sinks: list[Sink] = []

    def __call__(self, problem: Problem) -> None:
        if self._sinks:
            self._sinks[-1](problem)

    @contextmanager
    def to(self, sink: Sink) -> Iterator[None]:
        """Send them there for as long as the block lasts."""
        self._sinks.append(sink)
        try:
            yield
        finally:
            self._sinks.remove(sink)

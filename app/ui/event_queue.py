"""Holds events until the next frame, so that a burst never blocks the pipeline."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PyQt6.QtCore import QObject

from app.core.events import Event, Problem
from app.ui.frame_clock import FrameClock
from app.ui.language import tr


class EventQueue(QObject):
    """Bounded. An event that finds it full is left out, which ``on_problem`` is told once.

    ``draw`` is called with the waiting events, at most 30 times a second; without an event,
    too, when `request` asked for a frame.
    """

    def __init__(
        self,
        draw: Callable[[list[Event]], None],
        on_problem: Callable[[Problem], None],
        *,
        size: int = 4096,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self._on_problem = on_problem
        self._size = size
        self._events: deque[Event] = deque()
        self._full = False
        self._clock = FrameClock(parent=self)
        self._clock.ticked.connect(self.flush)

    def put(self, event: Event) -> None:
        """Take one event; returns at once."""
        if len(self._events) < self._size:
            self._events.append(event)
            self._clock.request()
        elif not self._full:
            self._full = True
            self._on_problem(
                Problem(
                    "overlay",
                    tr("The overlay cannot keep up"),
                    tr("{count} events are waiting to be drawn.").format(count=self._size),
                    tr("Nothing is lost: the recording has everything."),
                )
            )

    def request(self) -> None:
        """Ask for a frame."""
        self._clock.request()

    def flush(self) -> None:
        """Draw what waits, now rather than at the next frame."""
        self._full = False
        events = list(self._events)
        self._events.clear()
        self._draw(events)

"""Play recorded events back in their own time: paused, sought, faster, slower, offline."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence

from app.core.events import Answer, Event, Question, Sink

LONGEST_SLEEP = 0.9
"""Share of the time left that one sleep takes: a coarse timer may be late by a twentieth."""
SHORT_S = 0.02
"""Below this a timer is precise on every loop."""


class Player:
    """Gives events to ``show`` when they are due, by absolute deadlines that cannot drift.

    ``reset`` is called before the events of another place in the session, so that a view
    can be cleared. All methods belong to the loop that runs `run`.
    """

    def __init__(
        self,
        events: Sequence[Event],
        show: Sink,
        *,
        speed: float = 1.0,
        reset: Callable[[], None] | None = None,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._events = events
        self._show = show
        self._reset = reset or (lambda: None)
        self._now = now
        self._times = _rising(events)
        self._turns = [n for n, event in enumerate(events) if isinstance(event, Question)]
        self._next = 0
        self._until = len(events)
        self._speed = speed
        self._anchor_position = 0.0
        self._anchor_real = now()
        self._paused = False
        self._running = False
        self._changed = asyncio.Event()

    @property
    def length(self) -> float:
        """Session seconds from the start to the last event."""
        return self._times[-1] if self._times else 0.0

    @property
    def position(self) -> float:
        """Where the playback is, in session seconds."""
        if self._paused or not self._running:
            return self._anchor_position
        played = (self._now() - self._anchor_real) * self._speed
        return min(self.length, self._anchor_position + played)

    @property
    def turn(self) -> int:
        """The turn last begun, from 1; 0 before the first."""
        return bisect_left(self._turns, self._next)

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return len(self._turns)

    @property
    def paused(self) -> bool:
        return self._paused

    async def run(self, *, until_turn: int | None = None) -> None:
        """Play from where it stands to the end, or to the end of a turn.

        At the end it begins again. Returns when the last event was shown.
        """
        self._until = self._end_of_turn(until_turn) if until_turn else len(self._events)
        if self._next >= self._until:
            self._go_to(0, 0.0)
        self._move_to(self._anchor_position)
        self._running = True
        try:
            while self._next < self._until:
                self._changed.clear()
                left = self._seconds_left()
                if left > 0:
                    await self._wait(left)
                    continue
                self._next += 1
                self._show(self._events[self._next - 1])
                if self._next < self._until and self._seconds_left() <= 0:
                    await asyncio.sleep(0)
        finally:
            self._move_to(self.position)
            self._running = False

    def pause(self) -> None:
        """Stand still until `resume`."""
        self._move_to(self.position)
        self._paused = True

    def resume(self) -> None:
        """Go on from where it stands."""
        self._paused = False
        self._move_to(self._anchor_position)

    def set_speed(self, speed: float) -> None:
        """Play at ``speed`` times the original; it must be above 0."""
        if speed <= 0:
            raise ValueError("a speed is above 0")
        self._move_to(self.position)
        self._speed = speed

    def seek(self, seconds: float) -> None:
        """Go to a moment; what its turn had shown until then is shown at once."""
        seconds = min(max(0.0, seconds), self.length)
        self._go_to(bisect_left(self._times, seconds), seconds)

    def seek_turn(self, number: int) -> None:
        """Go to where a turn's question is asked; turns count from 1."""
        number = min(max(1, number), len(self._turns)) if self._turns else 0
        if number:
            self._reset()
            self._next = self._turns[number - 1]
            self._move_to(self._times[self._next])

    def skip(self) -> None:
        """Show the rest of the running answer at once; between turns, go to the next one."""
        start = self._turns[self.turn - 1] if self.turn else 0
        end = self._end_of_turn(self.turn) if self.turn else 0
        if start < self._next < end:
            while self._next < min(end, self._until):
                self._next += 1
                self._show(self._events[self._next - 1])
            self._move_to(self._times[self._next - 1])
        elif self.turn < len(self._turns):
            following = self._turns[self.turn]
            self._move_to(self._times[following])

    def _go_to(self, index: int, seconds: float) -> None:
        begun = bisect_left(self._turns, index)
        self._reset()
        self._next = self._turns[begun - 1] if begun else index
        while self._next < index:
            self._next += 1
            self._show(self._events[self._next - 1])
        self._move_to(seconds)

    def _move_to(self, position: float) -> None:
        """Let session time be ``position`` now."""
        self._anchor_position, self._anchor_real = position, self._now()
        self._changed.set()

    def _seconds_left(self) -> float:
        """Real seconds until the next event; endless while paused."""
        if self._paused:
            return float("inf")
        due = self._anchor_real + (self._times[self._next] - self._anchor_position) / self._speed
        return due - self._now()

    async def _wait(self, left: float) -> None:
        """Sleep towards the deadline, or until something about it changes."""
        wait = left if left <= SHORT_S else left * LONGEST_SLEEP
        try:
            async with asyncio.timeout(None if self._paused else wait):
                await self._changed.wait()
        except TimeoutError:
            pass

    def _end_of_turn(self, number: int) -> int:
        """The index after the last event of a turn: its answer, or the next question."""
        if number > len(self._turns):
            return len(self._events)
        start = self._turns[number - 1]
        asked = self._events[start]
        assert isinstance(asked, Question)
        for index in range(start + 1, len(self._events)):
            event = self._events[index]
            if isinstance(event, Answer) and event.question == asked.id:
                return index + 1
            if isinstance(event, Question) and event.id == asked.id:
                return index
        return len(self._events)


def _rising(events: Sequence[Event]) -> list[float]:
    """The time of each event, never less than that of one before it."""
    times: list[float] = []
    for event in events:
        times.append(max(event.emitted, times[-1] if times else 0.0))
    return times

"""Door from any thread to one worker: handing over costs next to nothing and never waits."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Intake(Generic[T]):
    """A queue whose worker can be left asleep for what is in no hurry.

    Waking a thread may cost the caller its turn on the processor. What is added with
    ``hurry`` False while the worker sleeps only for a moment is found when it wakes.
    """

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        self._wake = threading.Event()
        self._awake_soon = False

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: T, *, hurry: bool = True) -> None:
        """Hand an item over; from any thread."""
        self._items.append(item)
        if hurry or not self._awake_soon:
            self._wake.set()

    def wait(self, until: float | None, *, soon: bool) -> None:
        """Sleep until there is something, or until a moment (monotonic s); for the worker.

        With ``soon`` the worker promises that this moment is near.
        """
        if not self._items:
            self._awake_soon = soon
            self._wake.wait(None if until is None else max(0.0, until - time.monotonic()))
            self._awake_soon = False
        self._wake.clear()

    def take(self) -> list[T]:
        """Everything that is there now, in its order; for the worker."""
        return [self._items.popleft() for _ in range(len(self._items))]

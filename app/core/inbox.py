"""Door 1 from any thread to the event loop: a bounded queue that drops its oldest item."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Inbox(Generic[T]):
    """A bounded queue between threads and one event loop.

    Create it on the loop. A thread calls `put_from_thread`, which never blocks: when the
    queue is full the oldest item is dropped and counted. Code on the loop that can wait
    calls `put` instead, which drops nothing.
    """

    def __init__(self, size: int) -> None:
        self._items: deque[T] = deque()
        self._size = size
        self._lock = threading.Lock()
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._closed = False
        self._wake_pending = False
        self.dropped = 0
        """Items thrown away so far because the reader was too slow."""

    def put_from_thread(self, item: T) -> None:
        """Add an item from any thread without blocking; after `close` it is ignored."""
        with self._lock:
            if self._closed:
                return
            if len(self._items) >= self._size:
                self._items.popleft()
                self.dropped += 1
            self._items.append(item)
            wake = not self._wake_pending
            self._wake_pending = True
        if wake:
            self._call_loop()

    async def put(self, item: T) -> None:
        """Add an item on the loop, waiting for room."""
        while len(self._items) >= self._size and not self._closed:
            self._changed.clear()
            await self._changed.wait()
        self.put_from_thread(item)

    async def get(self) -> T | None:
        """The oldest item, or None once the inbox is closed and empty."""
        while True:
            with self._lock:
                if self._items:
                    item = self._items.popleft()
                    self._changed.set()
                    return item
                if self._closed:
                    return None
                self._changed.clear()
            await self._changed.wait()

    def drain(self) -> list[T]:
        """Everything that is waiting now, without blocking."""
        with self._lock:
            items = list(self._items)
            self._items.clear()
        self._changed.set()
        return items

    def close(self) -> None:
        """Take nothing more; the reader gets what is left and then None."""
        with self._lock:
            self._closed = True
        self._call_loop()

    def _call_loop(self) -> None:
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        with self._lock:
            self._wake_pending = False
        self._changed.set()

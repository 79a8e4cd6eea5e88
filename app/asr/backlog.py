"""Sound that waits to be worked through: filled from any thread, emptied on the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections import deque

from app.asr.base import BYTES_PER_S
from app.core.events import AudioChunk

Flush = asyncio.Future[None]
"""Stands in the queue behind the sound that must be done before it is fulfilled."""


def seconds(chunk: AudioChunk) -> float:
    """How long a chunk lasts."""
    return len(chunk.pcm) / BYTES_PER_S


class Backlog:
    """A queue of chunks that knows how much it holds and may give up the oldest."""

    def __init__(self, max_s: float | None) -> None:
        self.lag_s = 0.0
        """Seconds of sound added and not yet done."""
        self.dropped_s = 0.0
        """Seconds given up because more than ``max_s`` were waiting."""
        self._max_s = max_s
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._items: deque[AudioChunk | Flush] = deque()
        self._added = asyncio.Event()
        self._closed = False

    def add(self, item: AudioChunk | Flush) -> bool:
        """Add at the end, from any thread; False once closed."""
        with self._lock:
            if self._closed:
                return False
            self._items.append(item)
            if isinstance(item, AudioChunk):
                self.lag_s += seconds(item)
                while self._max_s is not None and self.lag_s > self._max_s and self._drop():
                    pass
        self._loop.call_soon_threadsafe(self._added.set)
        return True

    async def next(self) -> AudioChunk | Flush:
        """The oldest item, waiting for one."""
        while True:
            self._added.clear()
            with self._lock:
                if self._items:
                    return self._items.popleft()
            await self._added.wait()

    def done(self, chunk: AudioChunk) -> None:
        """A chunk that was taken has been worked through."""
        with self._lock:
            self.lag_s = max(0.0, self.lag_s - seconds(chunk))

    def close(self) -> None:
        """Take nothing more, forget what waits and let go of whoever waits for a flush."""
        with self._lock:
            self._closed = True
            waiting = [item for item in self._items if not isinstance(item, AudioChunk)]
            self._items.clear()
        for flush in waiting:
            flush.cancel()

    def _drop(self) -> bool:
        """Give up the oldest sound; flushes stay where they are."""
        for place, item in enumerate(self._items):
            if isinstance(item, AudioChunk):
                del self._items[place]
                self.lag_s -= seconds(item)
                self.dropped_s += seconds(item)
                return True
        return False

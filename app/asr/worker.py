"""The one thread that decodes for every channel of a batch engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

Decode = Callable[[bytes], str]
"""Blocking: the text of one stretch of 16 kHz mono s16 sound. May raise `GhostPilotError`."""


class DecodeWorker:
    """Runs an engine's blocking calls in order, one at a time."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"asr-{name}")
        self._waiting = 0

    @property
    def idle(self) -> bool:
        """Whether a call made now would start at once."""
        return self._waiting == 0

    def run(self, call: Callable[[], T]) -> asyncio.Future[T]:
        """Queue a call; cancelling the future drops one that has not begun."""
        loop = asyncio.get_running_loop()
        self._waiting += 1
        job: Future[T] = self._pool.submit(call)

        def count_down(_: Future[T]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._done_one)

        job.add_done_callback(count_down)
        return asyncio.wrap_future(job)

    def close(self) -> None:
        """Drop what has not begun; the thread ends after the call in progress."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _done_one(self) -> None:
        self._waiting -= 1

"""Asks a second provider when the first is slow, and goes on with whichever speaks first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.core.tasks import cancel, spawn
from app.llm.base import Finish, Piece
from app.llm.classify import Failure, ProviderFailure
from app.llm.request import Asked


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a request beside the one that is read in the end."""

    asked: Asked
    happened: str
    """``started``, ``cancelled`` or ``failed``."""
    failure: Failure | None = None


class HedgedStream:
    """Reads one request, or the faster of two.

    ``start_rival`` prepares the second request, or gives None when there is nobody to ask.
    It is called at most once, when the first request has given no useful piece for
    ``after_s`` seconds; None never calls it.
    """

    def __init__(
        self,
        first: Asked,
        start_rival: Callable[[], Awaitable[Asked | None]],
        after_s: float | None,
    ) -> None:
        self._first = first
        self._start_rival = start_rival
        self._after_s = after_s
        self._decided = after_s is None
        self._waiting: dict[Asked, asyncio.Task[Failure | None]] = {}
        self._news: deque[News] = deque()
        self.current = first
        """The request whose pieces are read."""

    @property
    def requests(self) -> set[Asked]:
        """Everything that was sent."""
        return {self._first, *self._waiting}

    async def next(self) -> Piece | Finish | News:
        """The next piece, or news of another request on the way to it.

        Raises `ProviderFailure` of the first request when all have failed.
        """
        if not self._decided and not self._news:
            await self._race()
        if self._news:
            return self._news.popleft()
        return await self.current.stream.next()

    async def aclose(self) -> None:
        """Close every connection."""
        for task in self._waiting.values():
            await cancel(task)
        for asked in self.requests:
            await asked.stream.aclose()

    async def _race(self) -> None:
        """Wait until there is news: a rival was started, or the race is decided."""
        if not self._waiting:
            self._wait_for(self._first)
            done, _ = await asyncio.wait(self._waiting.values(), timeout=self._after_s)
            rival = None if done else await self._start_rival()
            if rival is not None:
                self._wait_for(rival)
                self._news.append(News(rival, "started"))
                return
        while not self._decided:
            running = [task for task in self._waiting.values() if not task.done()]
            if running and not self._speaking():
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            await self._decide()

    def _speaking(self) -> list[Asked]:
        """The requests that have given a first piece."""
        return [
            asked
            for asked, task in self._waiting.items()
            if task.done() and not task.cancelled() and task.result() is None
        ]

    async def _decide(self) -> None:
        """Settle the race if one request speaks or none is left."""
        speaking = self._speaking()
        if not speaking and not all(task.done() for task in self._waiting.values()):
            return
        self._decided = True
        self.current = speaking[0] if speaking else self._first
        for asked, task in self._waiting.items():
            if asked is self.current:
                continue
            failure = task.result() if task.done() and not task.cancelled() else None
            await cancel(task)
            await asked.stream.aclose()
            happened = "cancelled" if failure is None else "failed"
            self._news.append(News(asked, happened, failure))

    def _wait_for(self, asked: Asked) -> None:
        self._waiting[asked] = spawn(_first_piece(asked), name=f"ask {asked.provider.name}")


async def _first_piece(asked: Asked) -> Failure | None:
    try:
        await asked.stream.first()
    except ProviderFailure as error:
        return error.failure
    return None

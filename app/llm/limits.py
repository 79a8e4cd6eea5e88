"""One request to one provider, held to its limits on useful words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from app.llm.base import Call, Finish, Model, Piece
from app.llm.classify import Failure, ProviderFailure


class LimitedStream:
    """Reads a model's stream under limits that only useful pieces keep at bay.

    Keep-alive comments and empty chunks never reach it, so they do not count. Reasoning
    counts as useful: it shows that the model is alive. A provider that is not marked as
    reasoning must also show a visible word within the time of the chain; one that is has its
    own ``total_s`` for that.
    """

    def __init__(self, model: Model, call: Call, *, chain_left_s: float) -> None:
        self.call = call
        self._loop = asyncio.get_running_loop()
        self._pieces: AsyncGenerator[Piece | Finish, None] = model.stream(call)
        self._started = self._loop.time()
        self._first_s = min(call.provider.first_token_s, chain_left_s)
        self._deadline = self._started + self._first_s
        self._end = self._started + call.provider.total_s
        self._visible_s = float("inf") if call.provider.reasoning else chain_left_s
        self.first_ms: float | None = None
        """Milliseconds to the first useful piece."""
        self._first: Piece | Finish | None = None
        self._failure: ProviderFailure | None = None

    @property
    def ms(self) -> float:
        """Milliseconds since the request left."""
        return (self._loop.time() - self._started) * 1000

    def visible(self) -> None:
        """The caller has shown a word: from now on only pauses and the whole are limited."""
        self._visible_s = float("inf")

    async def first(self) -> None:
        """Wait for the first piece and keep it for `next`; raises `ProviderFailure`."""
        self._first = await self._read()

    async def next(self) -> Piece | Finish:
        """The next piece, the last being `Finish`; raises `ProviderFailure`."""
        if self._first is not None:
            piece, self._first = self._first, None
            return piece
        return await self._read()

    async def aclose(self) -> None:
        """Close the connection."""
        await self._pieces.aclose()

    @property
    def _visible_by(self) -> float:
        return self._started + self._visible_s

    async def _read(self) -> Piece | Finish:
        if self._failure is not None:
            raise self._failure
        try:
            async with asyncio.timeout_at(min(self._deadline, self._end, self._visible_by)):
                piece = await anext(self._pieces)
        except TimeoutError:
            self._failure = ProviderFailure(self._too_slow())
            raise self._failure from None
        except ProviderFailure as error:
            self._failure = error
            raise
        now = self._loop.time()
        if self.first_ms is None:
            self.first_ms = (now - self._started) * 1000
        self._deadline = now + self.call.provider.idle_s
        return piece

    def _too_slow(self) -> Failure:
        if self.first_ms is None:
            return Failure("stall", f"no word in {self._first_s:.3g} s")
        if self._loop.time() >= self._visible_by:
            return Failure("stall", f"no visible word in {self._visible_s:.3g} s")
        if self._loop.time() >= self._end:
            return Failure("stall", f"not finished in {self.call.provider.total_s:g} s")
        return Failure("stall", f"silent for {self.call.provider.idle_s:g} s")

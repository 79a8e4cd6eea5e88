"""One request to a misbehaving provider, and what writes the stream that answers it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

PACE_S = 0.002
"""Seconds between words."""


def words_of(name: str, count: int) -> list[str]:
    """The words a provider of this name answers with."""
    return [f"{name}{number} " for number in range(count)]


@dataclass(slots=True)
class Seen:
    """One request as the server saw it."""

    scenario: str
    at: float
    body: dict[str, Any]
    headers: dict[str, str]
    """Names in lower case."""
    connection: int
    """The same number for requests over the same connection."""
    tokens_sent: int = 0
    closed_at: float | None = None
    """When the handler ended, because it was done or because the client went away."""
    cut_by_client: bool = False


class Speaker:
    """Writes server-sent events to one response."""

    def __init__(self, response: web.StreamResponse, seen: Seen, name: str) -> None:
        self._response = response
        self._name = name
        self.seen = seen

    async def raw(self, data: bytes) -> None:
        await self._response.write(data)

    async def data(self, chunk: dict[str, Any]) -> None:
        await self.raw(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    async def chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        if delta.get("content"):
            self.seen.tokens_sent += 1
        await self.data({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    async def words(self, count: int, pace_s: float = PACE_S) -> None:
        """Say the first words of an answer, with a pause after each."""
        for word in words_of(self._name, count):
            await self.chunk({"content": word})
            await asyncio.sleep(pace_s)

    async def end(self, finish: str = "stop") -> None:
        await self.chunk({}, finish)
        await self.done()

    async def done(self) -> None:
        await self.raw(b"data: [DONE]\n\n")

    async def drop(self) -> None:
        """Break the connection as a crash would."""
        transport = self._response._req.transport if self._response._req else None
        if transport is not None:
            transport.abort()

"""Server-sent events out of a stream of bytes, however the network cut it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

LONGEST_EVENT = 16 * 1024 * 1024
"""Bytes of one event after which the stream is given up: no answer is that long."""


class EventTooLong(Exception):
    """The server sent a line or an event without end."""


async def events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[tuple[str, str], None]:
    """Pairs of event name (usually empty) and data; comments and empty events are left out.

    Follows the WHATWG rules for lines and fields, except that a lone CR does not end a
    line, since no provider sends one. An unfinished last event is given too: a provider
    that forgets the closing blank line has still said it.
    """
    decoder = Decoder()
    async for chunk in chunks:
        for event in decoder.feed(chunk):
            yield event
    for event in decoder.feed(b"\n\n"):
        yield event


class Decoder:
    """Collects bytes and gives out whole events."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._pending = 0
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, chunk: bytes) -> list[tuple[str, str]]:
        """The events that this chunk completes. Raises `EventTooLong`."""
        if b"\n" not in chunk:
            self._hold(chunk)
            return []
        if self._pieces:
            chunk = b"".join([*self._pieces, chunk])
            self._pieces.clear()
            self._pending = 0
        *lines, rest = chunk.split(b"\n")
        if rest:
            self._hold(rest)
        found = []
        for line in lines:
            event = self._line(line.removesuffix(b"\r"))
            if event is not None:
                found.append(event)
        return found

    def _hold(self, rest: bytes) -> None:
        self._pieces.append(rest)
        self._pending += len(rest)
        if self._pending > LONGEST_EVENT:
            raise EventTooLong

    def _line(self, line: bytes) -> tuple[str, str] | None:
        if not line:
            return self._finished()
        if line.startswith(b"data:"):
            self._size += len(line)
            if self._size > LONGEST_EVENT:
                raise EventTooLong
            self._data.append(line[5:].decode("utf-8", "replace").removeprefix(" "))
        elif line.startswith(b"event:"):
            self._name = line[6:].decode("utf-8", "replace").strip()
        return None

    def _finished(self) -> tuple[str, str] | None:
        name, data = self._name, self._data
        self._name, self._data, self._size = "", [], 0
        return (name, "\n".join(data)) if data else None

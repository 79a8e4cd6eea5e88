"""A provider on this machine for benchmarks, in a process of its own: quick, or quickly dead.

``python -m app.bench.loopback`` prints its port and serves until its input is closed. The
first part of the path says how to answer: ``ok``, ``after400`` (its first word comes after 400
ms), ``fast``, ``endless``, ``503``, ``429``; ``GET /stats`` tells how many requests each has had
and how many are open.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

WORDS = 20
"""Words of an ordinary answer."""
FAST_WORDS = 10_000
"""Words of an answer that measures speed, one event each."""
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
_WORD = (
    b'data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":'
    b'[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}\n\n'
)
_END = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'


class Loopback:
    """Serves on a free port of this machine."""

    def __init__(self) -> None:
        self.requests: Counter[str] = Counter()
        self.open = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, with as many requests as the client sends over it."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):  # the client has left
            while (line := await reader.readline()).strip():
                length = 0
                while header := (await reader.readline()).strip().lower():
                    if header.startswith(b"content-length:"):
                        length = int(header.split(b":")[1])
                await reader.readexactly(length)
                await self._answer(line.split()[1].decode(), writer)
        writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        way = path.strip("/").partition("/")[0]
        if way == "stats":
            state = {"open": self.open, "requests": self.requests}
            writer.write(_whole("200 OK", json.dumps(state).encode()))
            return await writer.drain()
        if path.endswith("/models"):
            writer.write(_whole("200 OK", b'{"object":"list","data":[]}'))
            return await writer.drain()
        self.requests[way] += 1
        if way.isdigit():
            extra = "retry-after: 30\r\n" if way == "429" else ""
            writer.write(_whole(f"{way} Trouble", b'{"error":{"message":"busy"}}', extra))
            return await writer.drain()
        self.open += 1
        try:
            if way.startswith("after"):
                await asyncio.sleep(int(way.removeprefix("after")) / 1000)
            writer.write(_HEAD)
            if way == "endless":
                while True:
                    writer.write(_chunk(_WORD))
                    await writer.drain()
                    await asyncio.sleep(0.001)
            if way == "fast":
                for _ in range(FAST_WORDS // 100):
                    writer.write(_chunk(_WORD * 100))
                    await writer.drain()
            else:
                writer.write(_chunk(_WORD * WORDS))
            writer.write(_chunk(_END) + b"0\r\n\r\n")
            await writer.drain()
        finally:
            self.open -= 1


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _whole(status: str, body: bytes, extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{extra}"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def running() -> AsyncIterator[int]:
    """The port of a provider that runs in a process of its own until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.bench.loopback",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


async def main() -> None:
    """Serve until standard input is closed."""
    server = await asyncio.start_server(Loopback().serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())

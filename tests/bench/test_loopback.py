"""The benchmark's provider answers as its paths say, and ends with its input."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.bench.loopback import FAST_WORDS, WORDS, running


async def exchange(port: int, line: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{line} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{{}}".encode())
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("POST /ok/v1/chat/completions", b"200 OK", WORDS),
        ("POST /fast/v1/chat/completions", b"200 OK", FAST_WORDS),
        ("POST /503/v1/chat/completions", b"503 Trouble", 0),
        ("GET /endless/v1/models", b"200 OK", 0),
    ],
)
async def test_answers(line: str, status: bytes, words: int) -> None:
    async with running() as port:
        answer = await exchange(port, line)
        assert answer.startswith(b"HTTP/1.1 " + status)
        assert answer.count(b'"content":"word "') == words
        if words:
            assert answer.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")


async def test_it_counts_what_it_was_asked() -> None:
    async with running() as port:
        for _ in range(3):
            await exchange(port, "POST /429/v1/chat/completions")
        body = (await exchange(port, "GET /stats")).partition(b"\r\n\r\n")[2]
        assert json.loads(body) == {"open": 0, "requests": {"429": 3}}

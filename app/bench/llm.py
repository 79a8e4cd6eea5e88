"""How much the narration layer adds: to the first word, to each word, and with a dead provider.

Everything runs over loopback against a provider in a process of its own, so no model's time
is in the figures. The raw client is measured in the same run, turn by turn beside the engine.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bench import loopback
from app.bench.base import Figure, at_least, at_most, percentile
from app.core.events import AnswerDelta, Passage, Passages, Question, Why
from app.core.settings import Provider, Settings
from app.llm import open_narrator
from app.llm.base import Narrator, Request

if TYPE_CHECKING:
    import httpx2

TURNS = 150
FAST_TURNS = 4
CANCELS = 20
QUESTIONS = 10
"""Questions within one cooldown of a dead provider."""


def run(data: Path | None) -> Iterator[Figure]:
    """The figures; ``data`` is not used."""
    yield _import_time()
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with loopback.running() as port:
        return [
            *await _first_word(port),
            *await _throughput(port),
            *await _dead_provider(port),
            await _passed_over("a refused connection adds", _nowhere(), port, 50.0),
            await _passed_over("Retry-After 30 adds", provider_at(port, "429"), port, 100.0),
            await _cancel(port),
        ]


def _import_time() -> Figure:
    """What importing the layer costs before the first paint, in a fresh process.

    Counted in the process's own time, since a start competes with everything else that starts.
    """
    code = (
        "import asyncio, time, app.core.settings; t = time.process_time(); "
        "import app.llm; print(time.process_time() - t)"
    )
    command = [sys.executable, "-c", code]
    times = []
    for _ in range(5):
        out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        times.append(float(out.stdout) * 1000)
    return at_most("llm: import before the first paint", round(min(times), 1), "ms", 50)


async def _first_word(port: int) -> list[Figure]:
    import httpx2

    raw, engine = [], []
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "x" * 1000}]}
    async with (
        httpx2.AsyncClient() as client,
        narrating(provider_at(port, "ok")) as narrator,
    ):
        for turn in range(TURNS + 10):
            raw_ms = await _raw_first_word(client, f"http://127.0.0.1:{port}/ok/v1", body)
            engine_ms = (await ask_once(narrator))[0]
            if turn >= 10:
                raw.append(raw_ms)
                engine.append(engine_ms)
    added = percentile(engine, 50) - percentile(raw, 50)
    return [
        Figure("llm: first word by the raw client, p50", round(percentile(raw, 50), 2), "ms"),
        Figure("llm: first word by the engine, p50", round(percentile(engine, 50), 2), "ms"),
        at_most("llm: first word added, p50", round(added, 2), "ms", 1.5),
    ]


async def _raw_first_word(client: httpx2.AsyncClient, base: str, body: dict[str, object]) -> float:
    started = time.perf_counter()
    first_ms = 0.0
    async with client.stream("POST", f"{base}/chat/completions", json=body) as response:
        async for line in response.aiter_lines():
            if not first_ms and line.startswith("data:"):
                json.loads(line[5:])
                first_ms = (time.perf_counter() - started) * 1000
    return first_ms


async def _throughput(port: int) -> list[Figure]:
    rates = []
    async with narrating(provider_at(port, "fast")) as narrator:
        for _ in range(FAST_TURNS):
            started = time.perf_counter()
            _, words = await ask_once(narrator)
            rates.append(words / (time.perf_counter() - started))
    rate = round(percentile(rates, 50))
    return [at_least("llm: words through the engine", rate, "tokens/s", 7000)]


async def _dead_provider(port: int) -> list[Figure]:
    before = (await _stats(port))["requests"].get("503", 0)
    dead, healthy = provider_at(port, "503"), provider_at(port, "ok")
    async with narrating(dead, healthy) as narrator:
        times = [(await ask_once(narrator))[0] for _ in range(QUESTIONS)]
    requests = (await _stats(port))["requests"]["503"] - before
    later = percentile(times[1:], 50)
    return [
        at_most("llm: dead provider, first question", round(times[0], 1), "ms", 600),
        at_most("llm: dead provider, later questions, p50", round(later, 1), "ms", 30),
        at_most("llm: dead provider, requests in 10 questions", requests, "", 2),
    ]


async def _passed_over(name: str, first: Provider, port: int, goal: float) -> Figure:
    """What a first provider that cannot answer adds to the first question."""
    async with narrating(provider_at(port, "ok")) as narrator:
        usual = percentile([(await ask_once(narrator))[0] for _ in range(10)], 50)
    async with narrating(first, provider_at(port, "ok")) as narrator:
        took = (await ask_once(narrator))[0]
    return at_most(f"llm: {name}", round(took - usual, 1), "ms", goal)


async def _cancel(port: int) -> Figure:
    """From closing the stream to the server having noticed; polled, so an upper bound."""
    times = []
    async with narrating(provider_at(port, "endless")) as narrator:
        for _ in range(CANCELS):
            async with aclosing(narrator.stream(_request())) as narration:
                async for event in narration:
                    if isinstance(event, AnswerDelta):
                        break
                started = time.perf_counter()
            while (await _stats(port))["open"]:
                continue
            times.append((time.perf_counter() - started) * 1000)
    return at_most("llm: cancel reaches the server, p95", round(percentile(times, 95), 1), "ms", 50)


@asynccontextmanager
async def narrating(*providers: Provider) -> AsyncIterator[Narrator]:
    """A narrator whose library is loaded, as it is after the first paint."""

    async def key_for(provider: Provider) -> str:
        return f"key-of-{provider.name}-0123456789"

    settings = Settings(providers=providers)
    narrator = open_narrator(lambda: settings, key_for=key_for)
    await narrator.warm()
    try:
        yield narrator
    finally:
        await narrator.aclose()


def provider_at(port: int, way: str) -> Provider:
    """A provider on this machine; see `app.bench.loopback` for the ways to answer."""
    return Provider(way, f"http://127.0.0.1:{port}/{way}/v1", "m")


def _nowhere() -> Provider:
    """A provider where nothing listens."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    return Provider("nowhere", f"http://127.0.0.1:{port}/v1", "m")


def _request() -> Request:
    note = Passage("p", "note " * 100, "a.md", "Heading", "/a.md", 1, 1.0, Why(1, 1))
    question = Question("q", 0, "How do we roll back?", "technical", "them", 0.0)
    return Request(question, Passages("q", True, 1.0, (note,) * 4))


async def ask_once(narrator: Narrator) -> tuple[float, int]:
    """Milliseconds to the first word, and how many deltas came."""
    started = time.perf_counter()
    first_ms, deltas = 0.0, 0
    async with aclosing(narrator.stream(_request())) as narration:
        async for event in narration:
            if isinstance(event, AnswerDelta):
                first_ms = first_ms or (time.perf_counter() - started) * 1000
                deltas += 1
    return first_ms, deltas


async def _stats(port: int) -> dict[str, Any]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /stats HTTP/1.1\r\nhost: x\r\n\r\n")
    while (await reader.readline()).strip():
        pass
    state: dict[str, Any] = json.loads(await reader.readuntil(b"}}"))
    writer.close()
    await writer.wait_closed()
    return state

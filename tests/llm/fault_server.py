"""A provider that misbehaves on demand: 55 ways to answer, over a real socket.

The way is the first part of the URL path: ``http://127.0.0.1:PORT/503once/v1``. Every
request is kept with what was sent to it and when the client went away. As a program it
serves until it is stopped and prints its address: ``python tests/llm/fault_server.py``.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKENS = 40
"""Words of a whole answer."""
CUT = 10
"""Words before a stream is cut."""
PACE_S = 0.002
"""Seconds between words."""
NEVER_S = 3600.0
REFUSAL = "I cannot help with that."

STATUS: dict[str, tuple[int, dict[str, str], Any]] = {
    "400": (400, {}, {"error": {"message": "messages: invalid role", "code": None}}),
    "400ctx": (400, {}, {"error": {
        "message": "This model's maximum context length is 4096 tokens.",
        "code": "context_length_exceeded"}}),
    "400cf": (400, {}, {"error": {
        "message": "The response was filtered.", "code": "content_filter"}}),
    "400key": (400, {}, [{"error": {
        "code": 400, "status": "INVALID_ARGUMENT",
        "message": "API key not valid. Please pass a valid API key."}}]),
    "401": (401, {}, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}),
    "402": (402, {}, {"error": {"message": "Insufficient credits", "code": 402}}),
    "403": (403, {}, {"error": {"message": "Not allowed", "code": None}}),
    "404": (404, {}, {"error": {"message": "The model does not exist",
                                "code": "model_not_found"}}),
    "408": (408, {}, {"error": {"message": "Request timeout"}}),
    "409": (409, {}, {"error": {"message": "Conflict"}}),
    "413": (413, {}, {"error": {"message": "Request too large"}}),
    "418": (418, {}, {"error": {"message": "I am a teapot"}}),
    "425": (425, {}, {"error": {"message": "Too early"}}),
    "429": (429, {}, {"error": {"message": "Slow down", "code": "rate_limit_exceeded"}}),
    "429ra2": (429, {"Retry-After": "2"}, {"error": {"message": "Slow down"}}),
    "429ra30": (429, {"Retry-After": "30"}, {"error": {"message": "Slow down"}}),
    "429days": (429, {"Retry-After": "172800"}, {"error": {"message": "Slow down"}}),
    "503date": (503, {"Retry-After": "Fri, 20 Nov 2099 10:00:00 GMT"},
                {"error": {"message": "Down for maintenance"}}),
    "429quota": (429, {}, {"error": {"message": "You exceeded your current quota",
                                     "code": "insufficient_quota"}}),
    "500": (500, {}, {"error": {"message": "Internal error"}}),
    "502": (502, {}, "<html>Bad gateway</html>"),
    "503": (503, {}, {"error": {"message": "Overloaded"}}),
    "504": (504, {}, "upstream timed out"),
    "529": (529, {}, {"error": {"type": "overloaded_error", "message": "Overloaded"}}),
}  # fmt: skip
"""Refusals by HTTP status: status, headers, body."""


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


@dataclass(slots=True)
class FaultServer:
    """One provider. ``name`` is the first letter of the words it answers with."""

    name: str
    port: int = 0
    requests: list[Seen] = field(default_factory=list)
    models: tuple[str, ...] = ("m", "m2")
    pace_s: float = PACE_S
    open: int = 0
    """Requests being answered now."""

    def url(self, scenario: str) -> str:
        """The base URL that behaves in a way."""
        return f"http://127.0.0.1:{self.port}/{scenario}/v1"

    def words(self, count: int = TOKENS) -> list[str]:
        """The words it answers with."""
        return [f"{self.name}{number} " for number in range(count)]

    def text(self, count: int = TOKENS) -> str:
        """The text of an answer of so many words."""
        return "".join(self.words(count))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(
            request.match_info["scenario"],
            time.perf_counter(),
            await request.json(),
            {name.lower(): value for name, value in request.headers.items()},
            id(request.transport),
        )
        self.requests.append(seen)
        self.open += 1
        try:
            return await self._answer(request, seen)
        except (ConnectionResetError, asyncio.CancelledError):
            seen.cut_by_client = True
            raise asyncio.CancelledError from None  # a client that has gone is no error here
        finally:
            seen.closed_at = time.perf_counter()
            self.open -= 1

    async def handle_models(self, request: web.Request) -> web.StreamResponse:
        scenario = request.match_info["scenario"]
        if scenario in ("401", "400key"):
            return _refuse(scenario)
        if scenario == "nomodels":
            return web.json_response({"error": {"message": "Not Found"}}, status=404)
        if scenario == "hang_headers":
            await asyncio.sleep(NEVER_S)
        return web.json_response({"data": [{"id": model} for model in self.models]})

    async def _answer(self, request: web.Request, seen: Seen) -> web.StreamResponse:
        scenario = seen.scenario
        if scenario.endswith("once"):
            earlier = [one for one in self.requests if one.scenario == scenario]
            scenario = "ok" if len(earlier) > 1 else scenario.removesuffix("once")
        if scenario in STATUS:
            return _refuse(scenario)
        if scenario == "models_only" and seen.body.get("model") not in self.models:
            return _refuse("404")
        if scenario == "json200":
            return web.json_response({"error": {"message": "upstream failed"}})
        if scenario == "html200":
            return web.Response(text="<html>Sign in to the Wi-Fi</html>", content_type="text/html")
        if scenario == "empty0":
            return web.Response(body=b"", content_type="application/json")
        if scenario == "whole":
            message = {"role": "assistant", "content": self.text()}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return web.json_response({"choices": [choice]})
        if scenario == "hang_headers":
            await asyncio.sleep(NEVER_S)
        if scenario == "moved":
            raise web.HTTPTemporaryRedirect(self.url("ok") + "/chat/completions")
        if scenario == "picky" and (unknown := _unknown_to_picky(seen.body)):
            said = {"message": f"Unsupported parameter: '{unknown}'", "param": unknown}
            return web.json_response({"error": said}, status=400)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        say = Speaker(response, seen)
        way: Callable[[Speaker], Awaitable[None]] = getattr(self, f"_say_{scenario}", self._say_ok)
        await way(say)
        return response

    # --- Streams --------------------------------------------------------------------------

    async def _say_ok(self, say: Speaker, finish: str | None = "stop") -> None:
        await say.chunk({"role": "assistant", "content": ""})
        await self._say_words(say, TOKENS)
        await say.chunk({}, finish)
        await say.done()

    async def _say_words(self, say: Speaker, count: int) -> None:
        for word in self.words(count):
            await say.chunk({"content": word})
            if self.pace_s:
                await asyncio.sleep(self.pace_s)

    async def _say_usage(self, say: Speaker) -> None:
        await self._say_words(say, TOKENS)
        await say.chunk({}, "stop")
        usage = {"prompt_tokens": 12, "completion_tokens": TOKENS, "total_tokens": 12 + TOKENS}
        await say.data({"choices": [], "usage": usage})
        await say.done()

    async def _say_length(self, say: Speaker) -> None:
        await self._say_ok(say, "length")

    async def _say_cf_finish(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.chunk({}, "content_filter")
        await say.done()

    async def _say_reasoning(self, say: Speaker) -> None:
        for _ in range(5):
            await say.chunk({"reasoning_content": "hmm "})
        await self._say_ok(say)

    async def _say_refusal(self, say: Speaker) -> None:
        for word in REFUSAL.split(" "):
            await say.chunk({"refusal": word if word == "I" else f" {word}"})
        await say.chunk({}, "stop")
        await say.done()

    async def _say_tool(self, say: Speaker) -> None:
        call = {"index": 0, "id": "c", "function": {"name": "look_up", "arguments": "{}"}}
        await say.chunk({"tool_calls": [call]})
        await say.chunk({}, "tool_calls")
        await say.done()

    async def _say_comments_ok(self, say: Speaker) -> None:
        for _ in range(10):
            await say.raw(b": keep-alive\n\n")
            await asyncio.sleep(0.005)
        await self._say_ok(say)

    async def _say_huge(self, say: Speaker) -> None:
        await say.chunk({"content": "x" * 2_000_000})
        await say.chunk({}, "stop")
        await say.done()

    async def _say_slow(self, say: Speaker) -> None:
        for word in self.words():
            await say.chunk({"content": word})
            await asyncio.sleep(0.05)
        await say.chunk({}, "stop")
        await say.done()

    async def _say_empty(self, say: Speaker) -> None:
        await say.raw(b"")

    async def _say_role_only(self, say: Speaker) -> None:
        await say.chunk({"role": "assistant", "content": ""})
        await say.chunk({}, "stop")
        await say.done()

    async def _say_sse_err_first(self, say: Speaker) -> None:
        await say.data({"error": {"message": "upstream failed"}})

    async def _say_eof_mid(self, say: Speaker) -> None:
        await self._say_words(say, CUT)

    async def _say_done_only(self, say: Speaker) -> None:
        await self._say_words(say, TOKENS)
        await say.done()

    async def _say_drop_mid(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await asyncio.sleep(0.02)
        await say.drop()

    async def _say_malformed(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.raw(b'data: {"choices": [{"delta": {"con\n\n')
        await self._say_words(say, CUT)
        await say.done()

    async def _say_sse_err(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.data({"error": {"message": "upstream failed", "code": 502}})

    async def _say_sse_err_ev(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.raw(b'event: error\ndata: {"message": "upstream failed"}\n\n')

    async def _say_or_err(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "error"}
        await say.data({"error": {"code": 502, "message": "upstream"}, "choices": [choice]})
        await say.done()

    async def _say_finish_error(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.chunk({}, "error")
        await say.done()

    async def _say_finish_error_first(self, say: Speaker) -> None:
        await say.chunk({"role": "assistant", "content": ""})
        await say.chunk({}, "error")
        await say.done()

    async def _say_finish_unknown(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await say.chunk({}, "insufficient_system_resource")
        await say.done()

    async def _say_comments_hang(self, say: Speaker) -> None:
        while True:
            await say.raw(b": OPENROUTER PROCESSING\n\n")
            await asyncio.sleep(0.1)

    async def _say_hang_mid(self, say: Speaker) -> None:
        await self._say_words(say, CUT)
        await asyncio.sleep(NEVER_S)

    async def _say_hang_end(self, say: Speaker) -> None:
        await self._say_words(say, TOKENS)
        await say.chunk({}, "stop")
        await asyncio.sleep(NEVER_S)

    async def _say_endless(self, say: Speaker) -> None:
        while True:
            await self._say_words(say, TOKENS)

    async def _say_late(self, say: Speaker) -> None:
        await asyncio.sleep(1.0)
        await self._say_ok(say)

    async def _say_think(self, say: Speaker) -> None:
        for piece in ("<th", "ink>", "let me see", " </thi", "nk>\n\n"):
            await say.chunk({"content": piece})
        await self._say_ok(say)

    async def _say_reason_drop(self, say: Speaker) -> None:
        await say.chunk({"reasoning_content": "hmm"})
        await asyncio.sleep(0.02)
        await say.drop()

    async def _say_reason_long(self, say: Speaker) -> None:
        for _ in range(15):
            await say.chunk({"reasoning_content": "hmm"})
            await asyncio.sleep(0.1)
        await say.drop()

    async def _say_reason_endless(self, say: Speaker) -> None:
        while True:
            await say.chunk({"reasoning_content": "hmm"})
            await asyncio.sleep(0.05)

    async def _say_echo(self, say: Speaker) -> None:
        """Says the last user message back, one character at a time."""
        content = say.seen.body["messages"][-1]["content"]
        text = content if isinstance(content, str) else content[0]["text"]
        for character in text:
            await say.chunk({"content": character})
        await say.chunk({}, "stop")
        await say.done()

    async def _say_fast(self, say: Speaker) -> None:
        """Ten thousand words as fast as they go."""
        line = b'data: {"choices":[{"index":0,"delta":{"content":"word "}}]}\n\n'
        for _ in range(100):
            await say.raw(line * 100)
        await say.chunk({}, "stop")
        await say.done()


class Speaker:
    """Writes server-sent events to one response."""

    def __init__(self, response: web.StreamResponse, seen: Seen) -> None:
        self._response = response
        self.seen = seen

    async def raw(self, data: bytes) -> None:
        await self._response.write(data)

    async def data(self, chunk: dict[str, Any]) -> None:
        await self.raw(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    async def chunk(self, delta: dict[str, Any], finish: str | None = None) -> None:
        if delta.get("content"):
            self.seen.tokens_sent += 1
        await self.data({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    async def done(self) -> None:
        await self.raw(b"data: [DONE]\n\n")

    async def drop(self) -> None:
        """Break the connection as a crash would."""
        transport = self._response._req.transport if self._response._req else None
        if transport is not None:
            transport.abort()


def _unknown_to_picky(body: dict[str, Any]) -> str:
    """The first field that an old or a reasoning server would not take."""
    return next((n for n in ("stream_options", "temperature", "max_tokens") if n in body), "")


def _refuse(scenario: str) -> web.Response:
    status, headers, body = STATUS[scenario]
    if isinstance(body, str):
        kind = "text/html" if body.startswith("<") else "text/plain"
        return web.Response(status=status, headers=headers, text=body, content_type=kind)
    return web.json_response(body, status=status, headers=headers)


@asynccontextmanager
async def serve(name: str, port: int = 0) -> AsyncIterator[FaultServer]:
    """A running provider on a free port of this machine."""
    server = FaultServer(name)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/{scenario}/v1/chat/completions", server.handle)
    app.router.add_get("/{scenario}/v1/models", server.handle_models)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    listening = socket.create_server(("127.0.0.1", port), backlog=1024)
    site = web.SockSite(runner, listening)
    await site.start()
    server.port = listening.getsockname()[1]
    try:
        yield server
    finally:
        await runner.cleanup()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


async def _main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    async with serve("a", port) as server:
        print(server.url("SCENARIO"), flush=True)
        await asyncio.sleep(NEVER_S)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main())

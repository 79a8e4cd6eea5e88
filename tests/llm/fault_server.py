"""A provider that misbehaves on demand, over a real socket: the 55 ways of the table, and more.

The way is the first part of the URL path: ``http://127.0.0.1:PORT/503once/v1``. Every
request is kept with what was sent to it and when the client went away. As a program it
serves until it is stopped and prints its address: ``python -m tests.llm.fault_server``.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.llm.fault_refusals import STATUS, refuse
from tests.llm.fault_speaker import Seen, Speaker, words_of
from tests.llm.fault_streams import NEVER_S, STREAMS, TOKENS

PARTICULAR = ("models_only", "nomodels", "picky")
"""Ways to mind what is asked; what they take, they answer well."""


@dataclass(slots=True)
class FaultServer:
    """One provider. ``name`` is the first letter of the words it answers with."""

    name: str
    port: int = 0
    requests: list[Seen] = field(default_factory=list)
    models: tuple[str, ...] = ("m", "m2")
    open: int = 0
    """Requests being answered now."""

    def url(self, scenario: str) -> str:
        """The base URL that behaves in a way."""
        return f"http://127.0.0.1:{self.port}/{scenario}/v1"

    def words(self, count: int = TOKENS) -> list[str]:
        """The words it answers with."""
        return words_of(self.name, count)

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
            return refuse(scenario)
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
            return refuse(scenario)
        if scenario == "models_only" and seen.body.get("model") not in self.models:
            return refuse("404")
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
        way = "ok" if scenario in PARTICULAR else scenario
        await STREAMS[way](Speaker(response, seen, self.name))
        return response


def _unknown_to_picky(body: dict[str, Any]) -> str:
    """The first field that an old or a reasoning server would not take."""
    return next((n for n in ("stream_options", "temperature", "max_tokens") if n in body), "")


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

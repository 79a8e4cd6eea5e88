"""A local service that speaks the wire protocol of Azure Speech, with manners to choose."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

from app.asr.azure import AzureEngine
from app.asr.azure_stream import AzureService

SAID = "What is the price?"


class FakeAzure:
    """Hears the same sentence in every second of sound."""

    def __init__(self) -> None:
        self.manner = "good"
        self.connections = 0
        self.keys: list[str | None] = []
        self.contexts: list[dict] = []
        self.endpoint = ""

    async def talk(self, request: web.Request) -> web.StreamResponse:
        self.connections += 1
        self.keys.append(request.headers.get("Ocp-Apim-Subscription-Key"))
        if self.manner == "auth":
            return web.Response(status=401)
        socket = web.WebSocketResponse(protocols=("USP",))
        await socket.prepare(request)
        heard, spoken, number = 0, 0, ""

        async def say(path: str, **body: object) -> None:
            head = f"X-RequestId:{number}\r\nPath:{path}\r\nContent-Type:application/json\r\n\r\n"
            await socket.send_str(head + json.dumps(body))

        async for message in socket:
            if message.type is WSMsgType.TEXT:
                head, _, body = message.data.partition("\r\n\r\n")
                number = _field(head, "X-RequestId") or number
                if _field(head, "Path") == "speech.context":
                    self.contexts.append(json.loads(body))
                    await say("turn.start", context={"serviceTag": "test"})
                continue
            if message.type is not WSMsgType.BINARY:
                continue
            size = int.from_bytes(message.data[:2], "big")
            number = _field(message.data[2 : 2 + size].decode(), "X-RequestId") or number
            sound = message.data[2 + size :]
            if heard == 0:
                await say("speech.startDetected", Offset=1_000_000)
            heard += len(sound)
            if self.manner == "garbage" and heard > 8_000:
                await socket.send_str("\x00 this is no message of the protocol {{{")
                await say("speech.phrase", RecognitionStatus=7, DisplayText=["no"], Offset="x")
                await socket.close()
            if self.manner == "drop" and heard > 8_000:
                assert request.transport is not None
                request.transport.abort()
                return socket
            if self.manner == "wordless":
                continue
            if heard > 16_000 and spoken == 0:
                spoken = 1
                await say("speech.hypothesis", Text="what is", Offset=1_000_000, Duration=3_000_000)
            if (heard > 30_000 or not sound) and spoken == 1:
                spoken = 2
                await asyncio.sleep(0.5 if self.manner == "slow" else 0)
                await say(
                    "speech.phrase",
                    RecognitionStatus="Success",
                    DisplayText=SAID,
                    Offset=1_000_000,
                    Duration=8_000_000,
                )
            if not sound:
                await say("speech.endDetected", Offset=9_000_000)
                await say("speech.phrase", RecognitionStatus="EndOfDictation", Offset=0, Duration=0)
                await say("turn.end")
        return socket


def _field(head: str, name: str) -> str:
    fields = dict(line.split(":", 1) for line in head.strip().split("\r\n") if ":" in line)
    return fields.get(name, "").strip()


@asynccontextmanager
async def fake_azure() -> AsyncIterator[FakeAzure]:
    """The service on a free port of this machine."""
    fake = FakeAzure()
    app = web.Application()
    app.router.add_get("/{path:.*}", fake.talk)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.endpoint = f"ws://127.0.0.1:{runner.addresses[0][1]}/speech/universal/v2"
    try:
        yield fake
    finally:
        await runner.cleanup()


KEY = "the-key-of-the-test"


def engine_for(fake: FakeAzure, **options: Any) -> AzureEngine:
    """The real engine, speaking to this service."""
    return AzureEngine(AzureService(KEY, endpoint=fake.endpoint), **options)

"""A transcription service over real sockets: good, slow, refusing, breaking off, rubbish."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from email import message_from_bytes

import pytest
from aiohttp import web

from app.asr.engine import BatchEngine
from app.asr.listening import REMOTE, Listening
from app.asr.openai_compat import OpenAIDecoder
from app.asr.vocabulary import Vocabulary
from app.core.errors import GhostPilotError
from app.core.events import Egress, Problem
from tests.asr.sounds import LoudnessDetector, close_and_collect, feed, finals, silence, voice

LISTENING = Listening(make_detector=LoudnessDetector, rules=REMOTE)


class Service:
    """A local service whose manners the test chooses."""

    def __init__(self) -> None:
        self.manner = "good"
        self.forms: list[dict[str, str]] = []
        self.url = ""

    async def transcribe(self, request: web.Request) -> web.StreamResponse:
        self.forms.append(_fields(request.headers["Content-Type"], await request.read()))
        match self.manner:
            case "slow":
                await asyncio.sleep(1.0)
            case "auth":
                return web.json_response({"error": {"message": "bad key"}}, status=401)
            case "quota":
                return web.json_response({"error": {"message": "no more"}}, status=429)
            case "model":
                return web.json_response({"error": {"message": "what model"}}, status=404)
            case "garbage":
                return web.Response(body=b"\xff\x00<html>", content_type="application/json")
            case "html":
                return web.Response(text="<html>welcome</html>", content_type="text/html")
            case "drop":
                response = web.StreamResponse(headers={"Content-Length": "500"})
                await response.prepare(request)
                await response.write(b'{"text": "half')
                assert request.transport is not None
                request.transport.abort()
                return response
        return web.json_response({"text": "What is the price?"})


def _fields(kind: str, body: bytes) -> dict[str, str]:
    """The text fields of an upload."""
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return {
        str(part.get_param("name", header="Content-Disposition")): str(part.get_payload())
        for part in parts.walk()
        if not part.is_multipart()
    }


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    fake = Service()
    app = web.Application()
    app.router.add_post("/v1/audio/transcriptions", fake.transcribe)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield fake
    await runner.cleanup()


def decoder(service: Service, **options) -> OpenAIDecoder:
    return OpenAIDecoder(service.url, "tiny", "key-of-the-test", timeout_s=0.5, **options)


async def hear(engine: BatchEngine, times: int = 1) -> list[object]:
    session = engine.open("them")
    for n in range(times):
        feed(session, voice(0.6) + silence(1.0), at=10.0 * n)
        await session.flush()
    return list(await close_and_collect(session))


async def test_a_good_service_hears_and_is_told_the_terms_and_language(service: Service):
    terms = Vocabulary(
        lambda: (
            "Kafka",
            "Northwind",
        )
    )
    sent_to = ("openai", "127.0.0.1")
    listening = replace(LISTENING, sent_to=sent_to, kinds_sent=terms.kinds_sent)
    engine = BatchEngine(decoder(service, language="en", vocabulary=terms), listening)
    await engine.prepare()
    heard = await hear(engine)
    await engine.aclose()
    assert [x.text for x in finals(heard)] == ["What is the price?"]
    [form] = service.forms
    assert form["model"] == "tiny" and form["language"] == "en"
    assert form["prompt"] == "Kafka, Northwind"
    [egress] = [x for x in heard if isinstance(x, Egress)]
    assert egress.host == "127.0.0.1" and egress.content == ("audio", "names")


def test_a_password_in_the_address_is_told_nowhere():
    assert OpenAIDecoder("https://user:secret@asr.example/v1", "m", "k").host == "asr.example"


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        ("slow", "did not answer in time"),
        ("auth", "did not accept the key"),
        ("quota", "is out of quota"),
        ("model", "has no such model"),
        ("drop", "cannot be reached"),
        ("garbage", "gave no usable answer"),
        ("html", "gave no usable answer"),
    ],
)
async def test_each_failure_is_one_problem_and_the_session_lives_on(
    service: Service, manner: str, told: str
):
    engine = BatchEngine(decoder(service), LISTENING)
    await engine.prepare()
    session = engine.open("them")
    service.manner = manner
    for n in range(2):
        feed(session, voice(0.6) + silence(1.0), at=10.0 * n)
        await session.flush()
    service.manner = "good"
    feed(session, voice(0.6) + silence(1.0), at=20.0)
    await session.flush()
    heard = await close_and_collect(session)
    await engine.aclose()
    [problem] = [x for x in heard if isinstance(x, Problem)]
    assert told in problem.title and "key-of-the-test" not in str(problem)
    assert [x.text for x in finals(heard)] == ["What is the price?"]


async def test_a_service_that_is_not_there(service: Service):
    engine = BatchEngine(
        OpenAIDecoder("http://127.0.0.1:9/v1", "tiny", "", timeout_s=0.5), LISTENING
    )
    await engine.prepare()
    [problem] = [x for x in await hear(engine) if isinstance(x, Problem)]
    await engine.aclose()
    assert "127.0.0.1:9 cannot be reached" in problem.title


@pytest.mark.parametrize(
    ("url", "told"),
    [("ftp://example.org", "not an http address"), ("https://api.example.org/v1", "no key")],
)
async def test_settings_that_cannot_work_are_told_at_once(url: str, told: str):
    engine = BatchEngine(OpenAIDecoder(url, "tiny", ""), LISTENING)
    with pytest.raises(GhostPilotError, match=told):
        await engine.prepare()
    await engine.aclose()

"""One client for every provider: what it sends, what it keeps open, what it never does."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from app.core.redact import MASK
from app.core.settings import Provider
from app.llm.base import Call, Finish
from app.llm.classify import ProviderFailure
from app.llm.openai_compat import OpenAICompatible
from tests.llm.fault_refusals import STATUS
from tests.llm.fault_server import FaultServer, serve
from tests.llm.narrating import KEY, narrating, provider, request, told_by
from tests.recorded import until


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with serve("a") as running:
        yield running


@pytest.fixture
async def model() -> AsyncIterator[OpenAICompatible]:
    opened = OpenAICompatible()
    await opened.ready()
    yield opened
    await opened.aclose()


def call(server: FaultServer, scenario: str, key: str | None = KEY, **more: object) -> Call:
    to = provider("a", server.url(scenario), **more)
    return Call(to, key, ({"role": "user", "content": "Hello"},), 0.2, 50)


async def heard(model: OpenAICompatible, asked: Call) -> tuple[str, Finish]:
    text, end = "", None
    async with aclosing(model.stream(asked)) as pieces:
        async for piece in pieces:
            if isinstance(piece, Finish):
                end = piece
            elif piece.kind == "text":
                text += piece.text
    assert end is not None
    return text, end


async def test_what_is_sent(model: OpenAICompatible, server: FaultServer) -> None:
    assert (await heard(model, call(server, "ok")))[0] == server.text()
    (seen,) = server.requests
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.body == {
        "model": "m",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.2,
        "max_tokens": 50,
    }


async def test_a_reasoning_model_gets_what_it_takes(
    model: OpenAICompatible, server: FaultServer
) -> None:
    await heard(model, call(server, "ok", reasoning=True))
    body = server.requests[0].body
    assert body["max_completion_tokens"] == 50
    assert not {"temperature", "max_tokens"} & set(body)


async def test_what_a_server_does_not_take_is_left_out_and_remembered(
    model: OpenAICompatible, server: FaultServer
) -> None:
    for _ in range(2):
        assert (await heard(model, call(server, "picky")))[0] == server.text()
    assert len(server.requests) == 5
    assert "max_completion_tokens" in server.requests[-1].body


async def test_without_a_key_no_credentials_are_sent(
    model: OpenAICompatible, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-for-this-server")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-mine")
    await heard(model, call(server, "ok", key=None))
    headers = server.requests[0].headers
    assert "authorization" not in headers
    assert "mine" not in repr(headers)
    assert "sk-not" not in repr(headers)


async def test_a_key_quoted_back_is_masked(
    model: OpenAICompatible, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    monkeypatch.setitem(STATUS, "quotes", (401, {}, said))
    with pytest.raises(ProviderFailure) as caught:
        await heard(model, call(server, "quotes"))
    assert caught.value.failure.text == f"Incorrect API key provided: {MASK}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_a_redirect_is_not_followed(model: OpenAICompatible, server: FaultServer) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await heard(model, call(server, "moved"))
    assert caught.value.failure.kind == "hollow"
    assert len(server.requests) == 1


async def test_a_server_on_this_machine_is_never_asked_through_a_proxy(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    model = OpenAICompatible()
    try:
        assert (await heard(model, call(server, "ok")))[0] == server.text()
    finally:
        await model.aclose()


async def test_connections_are_kept_and_warmed(
    model: OpenAICompatible, server: FaultServer
) -> None:
    asked = call(server, "ok")
    await model.warm(asked.provider, KEY)
    for _ in range(3):
        await heard(model, asked)
    assert len({seen.connection for seen in server.requests}) == 1


async def test_a_connection_outlives_a_pause(model: OpenAICompatible, server: FaultServer) -> None:
    for pause_s in (0.0, 5.3):  # most clients give a connection up after five seconds
        await asyncio.sleep(pause_s)
        await heard(model, call(server, "ok"))
    assert len({seen.connection for seen in server.requests}) == 1


async def test_warming_a_dead_server_is_quiet(model: OpenAICompatible) -> None:
    await model.warm(provider("a", "http://127.0.0.1:9/v1"), KEY)


async def test_models(model: OpenAICompatible, server: FaultServer) -> None:
    assert await model.models(provider("a", server.url("ok")), KEY) == ("m", "m2")
    with pytest.raises(ProviderFailure):
        await model.models(provider("a", server.url("nomodels")), KEY)


async def test_closing_reaches_the_server_at_once(
    model: OpenAICompatible, server: FaultServer
) -> None:
    for stop in ("close", "cancel", "break"):
        stream = model.stream(call(server, "endless"))
        if stop == "cancel":
            reading = asyncio.get_running_loop().create_task(_drain(stream))
            await asyncio.sleep(0.1)
            asked = time.perf_counter()
            reading.cancel()
            await asyncio.wait([reading])
        else:
            async for _ in stream:
                break
            asked = time.perf_counter()
            await stream.aclose()
        while server.open:
            await asyncio.sleep(0.001)
            assert time.perf_counter() - asked < 5.0
        closed = server.requests[-1].closed_at
        assert closed is not None
        assert server.requests[-1].cut_by_client


async def _drain(stream: object) -> None:
    async for _ in stream:  # type: ignore[attr-defined] - an async generator
        pass


async def test_a_thousand_cancelled_streams_leave_nothing(server: FaultServer) -> None:
    async with narrating(provider("a", server.url("endless"))) as narrator:
        await _cancel_some(narrator, 20)
        await _settled(server)
        tasks, files = len(asyncio.all_tasks()), _open_files()
        await _cancel_some(narrator, 1000)
        await _settled(server)
        await until(lambda: len(asyncio.all_tasks()) <= tasks)
        assert _open_files() <= files + 2
    assert server.open == 0


async def _cancel_some(narrator: object, count: int) -> None:
    """Cancel at every stage: before the request, while connecting, in the middle."""
    loop = asyncio.get_running_loop()
    for start in range(0, count, 20):
        running = [
            loop.create_task(_drain(narrator.stream(request())))  # type: ignore[attr-defined] - a narrator
            for _ in range(20)
        ]
        for number, task in enumerate(running):
            await asyncio.sleep(0.0005 * (number % 4))
            task.cancel("superseded")
        await asyncio.wait(running)
        assert all(task.cancelled() for task in running), start


async def _settled(server: FaultServer) -> None:
    for _ in range(2000):
        if not server.open:
            break
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


async def test_questions_share_one_connection(server: FaultServer) -> None:
    async with narrating(provider("a", server.url("ok"))) as narrator:
        for _ in range(5):
            assert (await told_by(narrator)).answer.ended == "complete"
    assert len({seen.connection for seen in server.requests}) == 1


def test_the_library_is_not_imported_with_the_room() -> None:
    code = (
        "import sys, app.llm, app.llm.check; "
        "print([n for n in ('openai', 'httpx2', 'PIL', 'numpy', 'pydantic') if n in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=150
    )
    assert out.stdout.strip() == "[]"


async def test_a_client_that_was_never_used_closes() -> None:
    await OpenAICompatible().aclose()


async def test_cancelling_the_first_question_does_not_break_the_loading(
    server: FaultServer,
) -> None:
    model = OpenAICompatible()
    first = asyncio.get_running_loop().create_task(heard(model, call(server, "ok")))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    assert (await heard(model, call(server, "ok")))[0] == server.text()
    await model.aclose()


def test_a_provider_is_plain_data() -> None:
    assert Provider("a", "b", "c") == Provider("a", "b", "c")

"""Asking from the command line: passages first, an honest exit code, a host only if agreed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from app.cli import main

CHUNKS = ("Run the rollback command. ", "[1]")


async def _complete(request: web.Request) -> web.StreamResponse:
    """An OpenAI-compatible endpoint that streams a short answer."""
    body = await request.json()
    response = web.StreamResponse(headers={"content-type": "text/event-stream"})
    await response.prepare(request)
    for text in CHUNKS:
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}],
        }
        await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
    chunk["choices"] = [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    await response.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())
    return response


@pytest.fixture
def provider() -> Iterator[str]:
    """The base address of the endpoint, served from a thread of its own."""
    loop = asyncio.new_event_loop()
    started: list[str] = []

    async def serve() -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", _complete)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        started.append(f"http://127.0.0.1:{runner.addresses[0][1]}/v1")
        return runner

    runner = loop.run_until_complete(serve())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield started[0]
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def config(path: Path, base_url: str) -> str:
    path.write_text(
        f'[[providers]]\nname = "local"\nbase_url = "{base_url}"\nmodel = "tiny"\n',
        encoding="utf-8",
    )
    return str(path)


def asked(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict]]:
    code = main(["ask", "how do I roll back a deploy", "--json", *words])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_provider_streams_after_the_passages(
    provider: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = config(tmp_path / "settings.toml", provider)
    code, events = asked("--config", settings, capsys=capsys)
    types = [event["type"] for event in events]
    assert code == 0
    assert types[:2] == ["question", "passages"]
    assert types[-1] == "answer"
    answer = events[-1]
    assert (answer["provider"], answer["model"], answer["text"]) == (
        "local",
        "tiny",
        "".join(CHUNKS),
    )
    assert answer["citations"] == [1]
    assert [e["host"] for e in events if e["type"] == "egress"] == [provider[7:-3]]


def test_without_a_provider_the_notes_answer_and_the_code_is_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, events = asked(capsys=capsys)
    assert code == 1
    assert events[-1]["provider"] == "offline"
    assert "rollback" in events[-1]["text"]
    assert [event["where"] for event in events if event["type"] == "problem"]


def test_a_dead_provider_is_named_and_the_notes_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = config(tmp_path / "settings.toml", "http://127.0.0.1:9/v1")
    code, events = asked("--config", settings, capsys=capsys)
    assert code == 1
    assert events[-1]["provider"] == "offline"
    assert any("local" in str(event) for event in events if event["type"] == "problem")


def test_nothing_goes_to_a_host_the_user_has_not_agreed_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-key-of-no-account")
    code, events = asked(capsys=capsys)
    assert code == 1
    assert not [event for event in events if event["type"] in ("egress", "attempt")]
    assert "sk-test-key" not in json.dumps(events)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["ask", ""], "empty"),
        (["ask", "why", "--provider", "nobody"], "nobody"),
        (["ask", "why", "--image", "/no/such.png"], "/no/such.png"),
        (["ask", "why", "--image", __file__], "not a PNG"),
    ],
)
def test_bad_input_is_named(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert named in capsys.readouterr().err

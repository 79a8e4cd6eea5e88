"""What every narrator keeps to: one answer, last; deltas that join; a close that closes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from app.core.events import Answer, AnswerDelta
from app.core.settings import Provider, Settings
from app.llm import open_narrator
from app.llm.base import Narrator, Request
from app.llm.offline import OfflineNarrator
from app.llm.scripted import ScriptedNarrator
from tests.llm.fault_server import serve
from tests.llm.narrating import narrating, provider, request, told_by


@pytest.fixture(params=["offline", "scripted", "failover", "all-down", "no-provider"])
async def narrator(request: pytest.FixtureRequest) -> AsyncIterator[Narrator]:
    async with AsyncExitStack() as stack:
        if request.param == "offline":
            yield OfflineNarrator()
        elif request.param == "scripted":
            yield ScriptedNarrator(default="Said [1].")
        elif request.param == "no-provider":
            yield await stack.enter_async_context(narrating())
        else:
            server = await stack.enter_async_context(serve("a"))
            way = "ok" if request.param == "failover" else "500"
            one = provider("a", server.url(way))
            yield await stack.enter_async_context(narrating(one))


ASKED: list[Request] = [
    request(),
    request(passages=()),
    request(covered=False),
    request(""),
    request("x" * 50_000),
]


@pytest.mark.parametrize("asked", ASKED, ids=["usual", "none", "uncovered", "empty", "huge"])
async def test_exactly_one_answer_comes_last(narrator: Narrator, asked: Request) -> None:
    told = await told_by(narrator, asked)
    assert isinstance(told.events[-1], Answer)
    assert told.answer.text == told.text
    assert told.answer.question == asked.question.id
    assert told.answer.timing.total_ms >= (told.answer.timing.first_token_ms or 0)


async def test_it_can_be_closed_at_any_event(narrator: Narrator) -> None:
    whole = len((await told_by(narrator)).events)
    for stop in range(min(whole, 12)):
        narration = narrator.stream(request())
        for _ in range(stop):
            await anext(narration)
        await narration.aclose()
    assert (await told_by(narrator)).answer


async def test_uncovered_is_said_by_every_real_one(narrator: Narrator) -> None:
    told = await told_by(narrator, request(covered=False))
    if not isinstance(narrator, ScriptedNarrator):
        assert told.answer.text.startswith("Not in your notes.")


async def test_warming_never_raises(narrator: Narrator) -> None:
    await narrator.warm()
    await narrator.warm()
    assert isinstance((await told_by(narrator)).events[-1], Answer)


async def test_the_public_way_in() -> None:
    async def no_key(one: Provider) -> str | None:
        return None

    async with serve("a") as server:
        settings = Settings(providers=(Provider("a", server.url("ok"), "m"),))
        narrator = open_narrator(lambda: settings, key_for=no_key)
        told = await told_by(narrator)
        assert told.answer.text == server.text()
        settings = Settings()  # edited while running: counts at the next question
        assert (await told_by(narrator)).answer.provider == "offline"
        away = Provider("far", "https://provider.invalid/v1", "m")
        settings = Settings(providers=(away,))
        told = await told_by(narrator)
        assert told.egress == []
        await narrator.aclose()
    assert told.of(AnswerDelta)

"""A question becomes a request within the provider's limits, and what leaves is counted."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator

import pytest

from app.core.prompt import PLAIN, Prompt
from app.core.sections import Answers, Privacy
from app.core.settings import Provider, Settings
from app.llm.base import Call, Finish, Piece
from app.llm.image import Picture
from app.llm.request import Asked, prepare, wanted_of
from app.llm.turn import Turn
from tests.llm.narrating import request, said
from tests.llm.test_limits import Timed

A = Provider("a", "https://a.example/v1?tenant=1", "m", context=4000)


class Silent(Timed):
    async def stream(self, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        yield Finish("stop", True)


def turn_of(**settings: object) -> Turn:
    talk = [said(f"line {number} " + "x" * 80) for number in range(60)]
    return Turn(request(talk=talk), Settings(**settings))  # type: ignore[arg-type] - by name


async def ready(turn: Turn, provider: Provider = A, prompt: Prompt = PLAIN) -> Asked:
    asked = prepare(turn, provider, prompt, Silent())
    assert asked is not None
    await asked.stream.aclose()
    return asked


async def test_what_is_told_of_it() -> None:
    asked = await ready(turn_of())
    assert asked.begun.outcome == "started"
    assert asked.begun.prompt == "plain@0"
    assert (asked.egress.host, asked.egress.content) == ("a.example", ("talk", "passages"))
    assert asked.egress.bytes == len(json.dumps(asked.call.messages).encode())
    ended = asked.ended("complete")
    assert (ended.outcome, ended.provider) == ("complete", "a")
    assert ended.ms >= 0


async def test_the_prompt_overrides_the_settings() -> None:
    turn = turn_of(answers=Answers(temperature=0.7, max_tokens=300))
    asked = await ready(turn)
    assert (asked.call.temperature, asked.call.max_tokens) == (0.7, 300)
    own = Prompt("p", "1", "x", temperature=0.0, max_tokens=90)
    asked = await ready(turn, prompt=own)
    assert (asked.call.temperature, asked.call.max_tokens) == (0.0, 90)


def test_a_prompt_may_want_a_model_of_one_provider() -> None:
    provider = Provider("a", "http://127.0.0.1/v1", "m")
    assert wanted_of(provider, Prompt("p", "1", "x", model="a:special")).model == "special"
    for other in ("", "a", "b:special", "m"):
        assert wanted_of(provider, Prompt("p", "1", "x", model=other)) == provider


async def test_a_reasoning_model_has_room_to_think() -> None:
    thinker = Provider("a", "http://127.0.0.1/v1", "m", context=8000, reasoning=True)
    asked = await ready(turn_of(answers=Answers(max_tokens=300)), thinker)
    assert asked.call.max_tokens == 300 + 2048


async def test_a_shorter_prompt_has_less_of_everything() -> None:
    turn = turn_of()
    usual = await ready(turn)
    turn.shorter = True
    assert (await ready(turn)).egress.bytes < usual.egress.bytes * 0.7


async def test_a_small_context_gets_a_small_prompt() -> None:
    small = Provider("a", "http://127.0.0.1/v1", "m", context=1200)
    asked = await ready(turn_of(), small)
    assert asked.egress.bytes < 3 * 1200
    assert (
        prepare(turn_of(), Provider("a", "http://x/v1", "m", context=500), PLAIN, Silent()) is None
    )


async def test_an_image_is_counted() -> None:
    turn = turn_of()
    turn.picture = Picture("image/jpeg", b"x" * 3000, 10, 10)
    asked = await ready(turn)
    assert asked.egress.content == ("talk", "passages", "image")
    assert asked.egress.bytes > 4000


@pytest.mark.parametrize("term", ["deployctl", "rollback"])
async def test_nothing_hidden_leaves(term: str) -> None:
    turn = turn_of(privacy=Privacy(conceal_terms=(term,)))
    asked = await ready(turn)
    assert term not in json.dumps(asked.call.messages).lower()

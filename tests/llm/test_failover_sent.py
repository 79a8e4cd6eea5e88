"""What is sent to a provider and what of it is told: notes, images, hidden words, wishes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.settings import Privacy
from app.llm.base import Follow
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import CANARY, ROLLBACK, narrating, png, provider, request, told_by


async def test_the_passages_are_numbered_and_the_rest_is_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"))) as narrator:
        told = await told_by(narrator)
    assert told.attempts == [("a", "started"), ("a", "complete")]
    (egress,) = told.egress
    assert egress.host == f"127.0.0.1:{a.port}"
    assert egress.content == ("talk", "passages")
    user = a.requests[0].body["messages"][-1]["content"]
    assert '<passage number="1"' in user
    assert egress.bytes > len(user)


async def test_notes_that_do_not_fit_are_cut_and_that_is_told(a: FaultServer) -> None:
    large = replace(ROLLBACK, text="word " * 20_000)
    async with narrating(provider("a", a.url("ok"), context=2000)) as narrator:
        told = await told_by(narrator, request(passages=[large, CANARY]))
    (info,) = told.infos
    assert (info.kind, info.provider) == ("length", "a")
    assert CANARY.text in a.requests[0].body["messages"][-1]["content"]


async def test_nothing_is_sent_without_agreement(b: FaultServer) -> None:
    away = provider("a", "https://provider.invalid/v1")
    async with narrating(away, provider("b", b.url("ok")), agreed=False) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    (problem,) = told.problems
    assert "provider.invalid" in problem.detail
    assert [one.provider for one in told.egress] == ["b"]


async def test_only_a_provider_with_vision_gets_the_image(a: FaultServer, b: FaultServer) -> None:
    blind, seeing = provider("a", a.url("ok")), provider("b", b.url("ok"), vision=True)
    async with narrating(blind, seeing) as narrator:
        told = await told_by(narrator, request("What is this?", image=png()))
    assert (len(a.requests), len(b.requests)) == (0, 1)
    text, image = b.requests[0].body["messages"][-1]["content"]
    assert text["type"] == "text"
    assert image["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert told.egress[0].content == ("talk", "passages", "image")


async def test_a_broken_image_is_told_and_the_question_still_asked(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"), vision=True)) as narrator:
        told = await told_by(narrator, request("What is this?", image=b"no image"))
    assert told.answer.provider == "a"
    assert told.problems[0].title == "The screenshot cannot be sent"


async def test_what_cannot_be_hidden_is_told(a: FaultServer) -> None:
    hiding = Privacy(conceal=("email",))
    async with narrating(provider("a", a.url("ok"), vision=True), privacy=hiding) as narrator:
        told = await told_by(narrator, request("What is this?", image=png()))
    assert told.infos[0].kind == "conceal"


async def test_what_is_hidden_comes_back_in_the_answer(a: FaultServer) -> None:
    hiding = Privacy(conceal=("email", "phone"), conceal_terms=("Falcon",))
    text = "Is ann@mail.example on Falcon? Call +46 70-123 45 67."
    async with narrating(provider("a", a.url("echo")), privacy=hiding) as narrator:
        told = await told_by(narrator, request(text))
    sent = repr(a.requests[0].body)
    assert not [word for word in ("ann@", "Falcon", "123 45") if word in sent]
    assert text in told.answer.text


@pytest.mark.parametrize(
    ("wish", "by", "words"),
    [
        ("continue", "b", "Continue it exactly"),
        ("retry", "b", "Answer the question"),
        ("shorter", "a", "half its length"),
        ("more", "a", "Go deeper"),
    ],
)
async def test_wishes(wish: str, by: str, words: str, a: FaultServer, b: FaultServer) -> None:
    follow = Follow(wish, "To roll back, run", "a")  # type: ignore[arg-type] - literal
    async with narrating(provider("a", a.url("ok")), provider("b", b.url("ok"))) as narrator:
        told = await told_by(narrator, request(follow=follow))
    assert told.answer.provider == by
    asked = (a if by == "a" else b).requests[0].body["messages"][-1]["content"]
    assert words in asked
    assert ("<previous_answer>" in asked) == (wish != "retry")

"""When no provider answers, the notes do, and one problem says why."""

from __future__ import annotations

import sys

import pytest

from app.core.settings import Answers
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import KEY, narrating, png, provider, request, told_by


async def test_without_a_provider_the_notes_answer_and_say_so() -> None:
    async with narrating() as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert "No model was asked" in told.answer.text


async def test_without_a_provider_it_is_told_once_and_does_not_stay() -> None:
    async with narrating() as narrator:
        first, second = await told_by(narrator), await told_by(narrator)
    (problem,) = first.problems
    assert (problem.title, problem.sticky) == ("No model was asked", False)
    assert second.problems == []
    assert "No model was asked" in first.text and "No model was asked" in second.text


async def test_when_all_fail_one_problem_names_them_all(a: FaultServer, b: FaultServer) -> None:
    first, second = provider("a", a.url("500")), provider("b", b.url("503"))
    async with narrating(first, second) as narrator:
        told = await told_by(narrator)
    (problem,) = told.problems
    assert problem.sticky
    assert "a: 500" in problem.detail
    assert "b: 503" in problem.detail
    assert told.answer.provider == "offline"
    assert told.answer.timing.total_ms > 900


async def test_the_whole_chain_ends_in_time(a: FaultServer, b: FaultServer) -> None:
    hanging = [provider(name, a.url("hang_headers")) for name in ("a", "b", "c", "d")]
    async with narrating(*hanging, answers=Answers(chain_s=2.0)) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert told.took_s < 7  # each by itself would hang for 4 s
    assert len(a.requests) < 4


async def test_a_status_keeps_the_providers_own_words(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("401"))) as narrator:
        told = await told_by(narrator)
    assert "Incorrect API key" in told.problems[0].detail
    assert KEY not in repr(told.events)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "http://"),
        ("https://", "no host"),
        ("http://[bad", "no web address"),
        ("ftp://127.0.0.1/v1", "http://"),
        ("http://127.0.0.1:99999/v1", "port"),
        ("not a url", "http://"),
    ],
)
async def test_an_address_that_is_none_is_told(url: str, why: str, b: FaultServer) -> None:
    bad = provider("a", url)
    async with narrating(bad, provider("b", b.url("ok"))) as narrator:
        told = await told_by(narrator)
        tested = await narrator.check(bad)
    assert told.answer.provider == "b"
    assert told.infos[-1].error == "a: address not valid"
    (problem,) = told.problems
    assert problem.title == "The address of a is not valid"
    assert why in problem.detail
    assert "base_url of a" in problem.next_step
    assert tested.problem == problem


async def test_a_question_that_fits_nowhere_leaves_nothing(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"), context=600)) as narrator:
        told = await told_by(narrator, request("why? " * 900))
    assert a.requests == []
    assert told.problems[0].title == "The question is too long for a"


async def test_without_vision_the_notes_answer_and_the_reason_is_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"))) as narrator:
        told = await told_by(narrator, request("What is this?", image=png()))
    assert a.requests == []
    assert "cannot see images" in told.problems[0].title


@pytest.mark.expects_log
async def test_a_library_that_does_not_load_is_told(
    a: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    async with narrating(provider("a", a.url("ok"))) as narrator:
        await narrator.warm()
        told = await told_by(narrator)
        assert told.answer.provider == "offline"
        assert told.problems[0].next_step == "Install GhostPilot again."

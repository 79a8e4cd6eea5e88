"""What stays from question to question: who rests, who recovered, what the user must mend."""

from __future__ import annotations

import pytest

from app.core.events import Info
from app.core.settings import Answers
from app.llm.base import Follow
from app.llm.classify import Failure
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import KEY, narrating, provider, request, told_by

FAILED = Failure("busy", "503")


async def test_a_dead_provider_costs_one_question(a: FaultServer, b: FaultServer) -> None:
    async with narrating(provider("a", a.url("503")), provider("b", b.url("ok"))) as narrator:
        for _ in range(10):
            told = await told_by(narrator)
            assert told.answer.provider == "b"
            assert told.infos[-1].note == "failover from a"
    assert len(a.requests) == 2


async def test_when_all_rest_the_soonest_free_is_asked(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("503once"))) as narrator:
        narrator.health.failed(provider("a", a.url("503once")), f"{KEY}-a", FAILED)
        told = await told_by(narrator)
    assert len(a.requests) == 1  # a probe gets no retry
    assert told.answer.provider == "offline"


async def test_a_provider_that_asks_to_wait_is_not_asked_before(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("429ra30"))) as narrator:
        first = await told_by(narrator)
        second = await told_by(narrator)
    assert len(a.requests) == 1
    assert "asks to wait 30 s" in first.problems[0].detail
    assert "asked again in 30 s" in second.problems[0].detail


async def test_a_recovery_is_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"))) as narrator:
        narrator.health.failed(provider("a", a.url("ok")), f"{KEY}-a", FAILED)
        told = await told_by(narrator)
    assert Info("recovered", "a", "a answers again") in told.infos


@pytest.mark.parametrize("scenario", ["401", "402", "404"])
async def test_what_the_user_must_mend_is_told_although_another_answers_first(
    scenario: str, a: FaultServer, b: FaultServer
) -> None:
    answers = Answers(next_on_bad_key=True)
    bad, good = provider("a", a.url(scenario)), provider("b", b.url("ok"))
    async with narrating(bad, good, answers=answers) as narrator:
        await told_by(narrator)
        follow = Follow("continue", "So far", "a")  # b comes first
        for _ in range(2):
            told = await told_by(narrator, request(follow=follow))
            assert told.answer.provider == "b"
            (problem,) = told.problems
            assert problem.sticky
            assert problem.title.startswith(("a ", "The account at a "))
            assert not [info for info in told.infos if info.kind == "failover"]
    assert len(a.requests) == 1


async def test_a_test_that_passes_forgives(a: FaultServer) -> None:
    one = provider("a", a.url("ok"))
    async with narrating(one) as narrator:
        narrator.health.failed(one, f"{KEY}-a", Failure("auth", "401"))
        assert (await told_by(narrator)).answer.provider == "offline"
        assert (await narrator.check(one)).passed
        assert (await told_by(narrator)).answer.provider == "a"

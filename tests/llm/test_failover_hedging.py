"""A slow first provider gets a rival; the first useful word wins."""

from __future__ import annotations

import pytest

from app.core.events import Egress
from app.core.settings import Answers
from app.llm.classify import Failure
from app.llm.health import Health
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import KEY, narrating, provider, request, told_by
from tests.recorded import until

HEDGED = Answers(hedge=True, hedge_after_s=0.1)


async def test_a_second_provider_is_asked_when_the_first_is_slow(
    a: FaultServer, b: FaultServer
) -> None:
    providers = provider("a", a.url("late")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=HEDGED) as narrator:
        told = await told_by(narrator)
        await until(lambda: a.requests[-1].cut_by_client)
    assert told.answer.provider == "b"
    assert ("a", "cancelled") in told.attempts


async def test_a_quick_first_provider_keeps_the_second_unasked(
    a: FaultServer, b: FaultServer
) -> None:
    providers = provider("a", a.url("ok")), provider("b", b.url("ok"))
    answers = Answers(hedge=True, hedge_after_s=30.0)
    async with narrating(*providers, answers=answers) as narrator:
        told = await told_by(narrator)
    assert (told.answer.provider, len(b.requests)) == ("a", 0)


@pytest.mark.parametrize(
    ("one", "two", "by"),
    [("late", "401", "a"), ("hang_headers", "503", "offline"), ("late", "hang_headers", "a")],
)
async def test_hedging_under_double_failure(
    one: str, two: str, by: str, a: FaultServer, b: FaultServer
) -> None:
    first = provider("a", a.url(one), first_token_s=8.0 if one == "late" else 1.5)
    second = provider("b", b.url(two), first_token_s=1.0)
    async with narrating(first, second, answers=HEDGED) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == by
    assert len(a.requests) == 1
    if two == "401":
        (problem,) = told.problems
        assert (problem.title, problem.sticky) == ("b does not accept the key", True)
    if by == "offline":
        assert "a: " in told.problems[-1].detail
        assert "b: " in told.problems[-1].detail


async def test_closing_in_the_race_leaves_nobody_on_probation(
    a: FaultServer, b: FaultServer
) -> None:
    one, two = provider("a", a.url("hang_headers")), provider("b", b.url("hang_headers"))
    time = [100.0]
    health = Health(lambda: time[0], jitter=lambda: 0.0)
    async with narrating(one, two, answers=HEDGED, health=health) as narrator:
        health.failed(two, f"{KEY}-b", Failure("busy", "503"))
        time[0] += 6.0  # rested: the next request is the one probe
        narration = narrator.stream(request())
        async for event in narration:
            if isinstance(event, Egress) and event.provider == "b":
                break
        await narration.aclose()
        assert health.state(two, f"{KEY}-b").ready

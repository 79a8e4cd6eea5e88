"""What the user chose: which failures go on to the next provider, how often, how fast."""

from __future__ import annotations

import pytest

from app.core.settings import Answers
from tests.llm.fault_server import FaultServer, free_port
from tests.llm.narrating import KEY, narrating, provider, told_by


@pytest.mark.parametrize(
    ("scenario", "to_a", "to_b", "by"),
    [
        ("401", 1, 0, "offline"),
        ("404", 1, 0, "offline"),
        ("400ctx", 1, 0, "offline"),
        ("429once", 2, 0, "a"),
        ("503", 2, 1, "b"),
        ("418", 1, 1, "b"),
        ("drop_mid", 1, 0, "a"),
    ],
)
async def test_strict_is_the_classic_list(
    scenario: str, to_a: int, to_b: int, by: str, a: FaultServer, b: FaultServer
) -> None:
    providers = provider("a", a.url(scenario)), provider("b", b.url("ok"))
    async with narrating(*providers, answers=Answers(strict=True)) as narrator:
        told = await told_by(narrator)
    assert (len(a.requests), len(b.requests), told.answer.provider) == (to_a, to_b, by)


async def test_strict_retries_a_refused_connection_once(b: FaultServer) -> None:
    nobody = provider("a", f"http://127.0.0.1:{free_port()}/v1")
    answers = Answers(strict=True)
    async with narrating(nobody, provider("b", b.url("ok")), answers=answers) as narrator:
        told = await told_by(narrator)
    assert told.attempts.count(("a", "unreachable")) == 2
    assert told.answer.provider == "b"


@pytest.mark.parametrize("scenario", ["401", "403", "400key"])
async def test_loud_failover_uses_a_provider_with_its_own_key(
    scenario: str, a: FaultServer, b: FaultServer
) -> None:
    providers = provider("a", a.url(scenario)), provider("b", b.url("ok"))
    async with narrating(*providers, answers=Answers(next_on_bad_key=True)) as narrator:
        told = await told_by(narrator)
    assert (len(a.requests), len(b.requests)) == (1, 1)
    assert told.answer.provider == "b"
    assert told.problems[0].sticky


async def test_a_refusal_may_go_on_if_the_user_wants(a: FaultServer, b: FaultServer) -> None:
    providers = provider("a", a.url("400cf")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=Answers(next_on_refusal=True)) as narrator:
        assert (await told_by(narrator)).answer.provider == "b"


async def test_no_retries_when_set_to_none(a: FaultServer, b: FaultServer) -> None:
    providers = provider("a", a.url("503")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=Answers(retries_per_provider=0)) as narrator:
        await told_by(narrator)
    assert len(a.requests) == 1


async def test_the_budget_prefers_a_faster_provider_and_says_so(
    a: FaultServer, b: FaultServer
) -> None:
    slow, fast = provider("a", a.url("ok")), provider("b", b.url("ok"))
    async with narrating(slow, fast, answers=Answers(budget_ms=500)) as narrator:
        narrator.health.worked(slow, f"{KEY}-a", 900.0)
        narrator.health.worked(fast, f"{KEY}-b", 100.0)
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    assert told.infos[0].kind == "budget"

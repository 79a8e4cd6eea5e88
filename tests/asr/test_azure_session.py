"""A stream to Azure: its troubles, its lag and its ledger, against a local service."""

from __future__ import annotations

import asyncio

import pytest

from app.core.events import Egress, Info, Problem
from tests.asr.azure_service import KEY, SAID, engine_for, fake_azure
from tests.asr.sounds import close_and_collect, feed, finals, silence, voice

pytest.importorskip("azure.cognitiveservices.speech", reason="the azure extra is not installed")


async def test_a_slow_service_is_waited_for():
    async with fake_azure() as fake:
        fake.manner = "slow"
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(1.5))
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    assert [x.text for x in finals(heard)] == [SAID]


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        ("auth", "did not accept the key"),
        ("drop", "cannot be reached"),
        ("garbage", "broke off"),
    ],
)
async def test_a_failure_is_one_problem_and_the_session_lives_on(manner: str, told: str):
    async with fake_azure() as fake:
        fake.manner = manner
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(1.5))
        await session.flush()
        fake.manner = "good"
        feed(session, voice(1.5), at=30.0)
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    [problem] = [x for x in heard if isinstance(x, Problem)]
    assert told in problem.title and KEY not in str(problem)
    assert SAID in [x.text for x in finals(heard)]


async def test_closing_in_the_middle_of_speech_gives_it_up():
    async with fake_azure() as fake:
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(0.5))
        assert finals(await close_and_collect(session)) == []
        await engine.aclose()


async def test_a_fast_feeder_sees_that_the_service_hears_at_real_speed():
    async with fake_azure() as fake:
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(20.0))
        assert session.lag_s > 15.0
        await session.aclose()
        await engine.aclose()


async def test_what_had_to_be_left_out_and_how_far_behind_it_is_are_told():
    async with fake_azure() as fake:
        engine = engine_for(fake, max_lag_s=5.0)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(12.0))  # as after an outage: all at once
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    [problem] = [x for x in heard if isinstance(x, Problem)]
    assert problem.title == "7 s of speech were left out"
    assert "127.0.0.1" in problem.detail and "Check the connection" in problem.next_step
    [behind, *_] = [x.note for x in heard if isinstance(x, Info)]
    assert behind.startswith("The recogniser is ") and behind.endswith("behind the other side.")


async def test_a_service_that_keeps_up_says_nothing_of_lag():
    async with fake_azure() as fake:
        engine = engine_for(fake, max_lag_s=5.0)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(1.5))
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    assert not [x for x in heard if isinstance(x, (Info, Problem))]


async def test_sound_in_which_nobody_spoke_is_in_the_ledger_too():
    async with fake_azure() as fake:
        fake.manner = "wordless"
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, silence(12.0))
        while session.lag_s > 12.0 or not fake.contexts:  # noqa: ASYNC110 - it is on its way
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        heard = await close_and_collect(session)
        await engine.aclose()
    sent = [x for x in heard if isinstance(x, Egress)]
    assert sum(x.bytes for x in sent) == 12 * 32_000
    assert sent[0].bytes < 11 * 32_000  # told while it went on, not only at the end
    assert {x.content for x in sent} == {("audio",)}


async def test_what_a_service_refused_is_not_in_the_ledger():
    async with fake_azure() as fake:
        fake.manner = "auth"
        engine = engine_for(fake)
        await engine.prepare()
        session = engine.open("them")
        feed(session, voice(1.5))
        await session.flush()
        heard = await close_and_collect(session)
        await engine.aclose()
    assert not [x for x in heard if isinstance(x, Egress)]

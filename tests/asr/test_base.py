"""What every engine promises, run over the engines that need nothing but this machine."""

from __future__ import annotations

import pytest

from app.asr import make_engine
from app.asr.base import AsrEngine
from app.core.sections import Speech
from tests.asr.sounds import close_and_collect, feed, silence


@pytest.fixture(params=["moonshine", "scripted"])
def engine(request: pytest.FixtureRequest) -> AsrEngine:
    return make_engine(Speech(engine=request.param))


async def test_a_session_lives_through_prepare_open_feed_flush_close(engine: AsrEngine):
    told: list[float] = []
    await engine.prepare(lambda doing, share: told.append(share))
    assert told and told[-1] == 1.0
    sessions = [engine.open("them"), engine.open("me")]
    for session in sessions:
        feed(session, silence(1.0))
        await session.flush()
        assert await close_and_collect(session) == []
    await engine.aclose()


async def test_an_engine_can_be_closed_before_it_was_prepared(engine: AsrEngine):
    await engine.aclose()

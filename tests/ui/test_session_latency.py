"""The waits counted from rows are those counted from the whole session."""

from __future__ import annotations

import pytest

from app.desks.sessions import SessionDesk
from app.ui.session_latency import latencies_of, waits_of
from tests.recorded import conversation, record
from tests.ui.turn_rows import turn_row


async def test_rows_tell_the_same_as_the_session(desk: SessionDesk) -> None:
    name = record(conversation()).name
    found = latencies_of(await desk.turns(name))
    whole = (await desk.details(name)).figures.latency
    assert list(found) == list(whole)
    for stage, latency in found.items():
        assert abs(latency.p50 - whole[stage].p50) < 0.01
        assert abs(latency.p95 - whole[stage].p95) < 0.01


def test_a_stage_that_no_turn_reached_is_absent() -> None:
    assert latencies_of([]) == {}


def test_the_waits_of_a_turn_never_fall_and_leave_out_what_did_not_happen() -> None:
    whole = turn_row(1)
    assert waits_of(whole) == pytest.approx((200, 250, 500, 1500))
    early = whole._replace(passages_at=whole.asked_at)
    assert waits_of(early) == pytest.approx((200, 200, 500, 1500))
    assert waits_of(turn_row(1, None))[2:] == (None, None)

"""The waits counted from rows are those counted from the whole session."""

from __future__ import annotations

from app.desks.sessions import SessionDesk
from app.ui.session_latency import latencies_of
from tests.recorded import conversation, record


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

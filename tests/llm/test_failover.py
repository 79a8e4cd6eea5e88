"""The failure policy over real sockets: 55 scenarios, each with its requests and its outcome."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.llm.fault_server import FaultServer, free_port
from tests.llm.fault_streams import CUT, REFUSAL
from tests.llm.narrating import narrating, provider, told_by

A, B, OFFLINE = "a", "b", "offline"
SOON, AFTER_LIMIT, AFTER_SILENCE = 6.0, 12.0, 20.0
"""Seconds until an outcome, wide for a busy machine: how fast it is on a quiet one, the
benchmarks tell. Waiting where nobody should would take 8 s of silence, or 30 s and more."""
WHOLE, PART = "whole", "part"


@dataclass(frozen=True, slots=True)
class Row:
    """What must come of a scenario at provider a while b is healthy."""

    scenario: str
    to_a: int
    to_b: int
    by: str
    """Who answers in the end."""
    ended: str
    within_s: float = SOON
    text: str = WHOLE
    problem: str = ""
    """Words of the problem the user sees; none is told where it is empty."""
    sticky: bool = False


TABLE = [
    # an answer by the first
    Row("ok", 1, 0, A, "complete"),
    Row("usage", 1, 0, A, "complete"),
    Row("length", 1, 0, A, "complete"),
    Row("reasoning", 1, 0, A, "complete"),
    Row("comments_ok", 1, 0, A, "complete"),
    Row("slow", 1, 0, A, "complete", within_s=AFTER_LIMIT),
    Row("huge", 1, 0, A, "complete", text="x" * 2_000_000),
    Row("refusal", 1, 0, A, "filtered", text=REFUSAL),
    Row("cf_finish", 1, 0, A, "filtered", text=PART),
    Row("429once", 2, 0, A, "complete"),
    Row("503once", 2, 0, A, "complete"),
    # what the user must know; nobody else is asked
    Row("400", 1, 0, OFFLINE, "complete", problem="a rejected the question", sticky=True),
    Row("400cf", 1, 0, OFFLINE, "complete", problem="a declined to answer", sticky=True),
    Row("400key", 1, 0, OFFLINE, "complete", problem="a does not accept the key", sticky=True),
    Row("401", 1, 0, OFFLINE, "complete", problem="a does not accept the key", sticky=True),
    Row("403", 1, 0, OFFLINE, "complete", problem="a does not accept the key", sticky=True),
    # the next one answers, and the user must mend the first
    Row("402", 1, 1, B, "complete", problem="account at a is used up", sticky=True),
    Row("429quota", 1, 1, B, "complete", problem="account at a is used up", sticky=True),
    Row("404", 1, 1, B, "complete", problem="a does not have the model", sticky=True),
    # the next one answers at once
    Row("400ctx", 1, 1, B, "complete"),
    Row("413", 1, 1, B, "complete"),
    Row("418", 1, 1, B, "complete"),
    Row("429ra30", 1, 1, B, "complete"),
    Row("429days", 1, 1, B, "complete"),
    Row("503date", 1, 1, B, "complete"),
    Row("refused", 0, 1, B, "complete"),
    Row("json200", 1, 1, B, "complete"),
    Row("html200", 1, 1, B, "complete"),
    Row("empty", 1, 1, B, "complete"),
    Row("empty0", 1, 1, B, "complete"),
    Row("role_only", 1, 1, B, "complete"),
    Row("sse_err_first", 1, 1, B, "complete"),
    Row("finish_error_first", 1, 1, B, "complete"),
    Row("tool", 1, 1, B, "complete"),
    # the next one answers after one retry
    *(
        Row(status, 2, 1, B, "complete")
        for status in ("408", "409", "425", "429", "500", "502", "503", "504", "529")
    ),
    Row("429ra2", 2, 1, B, "complete"),
    # the next one answers after the limit on the first word
    Row("hang_headers", 1, 1, B, "complete", within_s=AFTER_LIMIT),
    Row("comments_hang", 1, 1, B, "complete", within_s=AFTER_LIMIT),
    # cut in the middle: the text stays, nobody repeats it
    *(
        Row(cut, 1, 0, A, "interrupted", text=PART, problem="answer from a was cut")
        for cut in (
            *("eof_mid", "drop_mid", "malformed", "sse_err", "sse_err_ev", "or_err"),
            *("finish_error", "finish_unknown"),
        )
    ),
    Row(
        *("hang_mid", 1, 0, A, "interrupted"),
        within_s=AFTER_SILENCE,
        text=PART,
        problem="answer from a was cut",
    ),
]


def test_the_table_has_every_scenario_once() -> None:
    assert len({row.scenario for row in TABLE}) == len(TABLE) == 55


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.scenario)
async def test_scenario(row: Row, a: FaultServer, b: FaultServer) -> None:
    url = a.url(row.scenario)
    if row.scenario == "refused":
        url = f"http://127.0.0.1:{free_port()}/v1"
    async with narrating(provider("a", url), provider("b", b.url("ok"))) as narrator:
        told = await told_by(narrator)
    assert (len(a.requests), len(b.requests)) == (row.to_a, row.to_b)
    assert (told.answer.provider, told.answer.ended) == (row.by, row.ended)
    assert told.took_s < row.within_s
    server = b if row.by == B else a
    expected = {WHOLE: server.text(), PART: server.text(CUT)}.get(row.text, row.text)
    if row.by == OFFLINE:
        assert "No model answered" in told.answer.text
        assert "deployctl rollback" in told.answer.text
    else:
        assert told.answer.text == expected
    assert told.text == told.answer.text
    if row.problem:
        (problem,) = told.problems
        assert row.problem in problem.title
        assert problem.sticky == row.sticky
    else:
        assert told.problems == []
    if row.by == B:
        (info,) = [info for info in told.infos if info.kind == "failover"]
        assert (info.provider, info.note) == ("b", "failover from a")
        assert info.error.startswith("a: ")
    for asked in (*a.requests, *b.requests):
        assert asked.body["stream"] is True
    if row.to_a == 2:
        asked_to_wait_s = 2.0 if row.scenario == "429ra2" else 0.5
        assert a.requests[1].at - a.requests[0].at >= asked_to_wait_s

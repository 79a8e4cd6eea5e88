"""The failure policy over real sockets: 55 scenarios, each with its requests and its outcome."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Attempt, Egress, Info
from app.core.prompt import PLAIN, Prompt
from app.core.redact import Redactor
from app.core.settings import Answers, Privacy
from app.llm.base import Follow
from app.llm.classify import Failure
from app.llm.health import Health
from tests.llm.fault_server import CUT, REFUSAL, FaultServer, free_port, serve
from tests.llm.narrating import CANARY, KEY, ROLLBACK, narrating, provider, request, told_by

A, B, OFFLINE = "a", "b", "offline"
FAILED = Failure("busy", "503")
SOON, AFTER_LIMIT, AFTER_SILENCE = 6.0, 12.0, 20.0
"""Seconds until an outcome, wide for a busy machine: how fast it is on a quiet one, the
benchmarks tell. Waiting where nobody should would take 8 s of silence, or 30 s and more."""
WHOLE, PART = "whole", "part"


@pytest.fixture
async def a() -> AsyncIterator[FaultServer]:
    async with serve("a") as server:
        yield server


@pytest.fixture
async def b() -> AsyncIterator[FaultServer]:
    async with serve("b") as server:
        yield server


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


# --- Told apart ---------------------------------------------------------------------------


async def test_usage_reasoning_and_length_are_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("usage"))) as narrator:
        told = await told_by(narrator)
        assert told.answer.usage is not None
        assert told.answer.usage.completion == 40
        assert told.answer.timing.tokens_per_s
        assert told.answer.model == "m"
    async with narrating(provider("a", a.url("length"))) as narrator:
        told = await told_by(narrator)
        assert [info.kind for info in told.infos] == ["length"]


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


async def test_a_status_keeps_the_providers_own_words(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("401"))) as narrator:
        told = await told_by(narrator)
    assert "Incorrect API key" in told.problems[0].detail
    assert KEY not in repr(told.events)


async def test_a_whole_answer_from_a_server_that_does_not_stream(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("whole"))) as narrator:
        told = await told_by(narrator)
    assert (told.answer.text, told.answer.ended) == (a.text(), "complete")


async def test_thinking_in_tags_is_not_shown(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("think"))) as narrator:
        told = await told_by(narrator)
    assert told.answer.text == a.text()


async def test_an_answer_is_complete_without_waiting_for_the_count(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("hang_end"))) as narrator:
        told = await told_by(narrator)
    assert told.answer.ended == "complete"
    assert told.took_s < 7  # silence would be waited for 8 s


async def test_a_server_that_never_says_why_it_ends_is_learned(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("done_only"))) as narrator:
        ends = [(await told_by(narrator)).answer.ended for _ in range(4)]
    assert ends == ["interrupted", "interrupted", "complete", "complete"]


async def test_reasoning_time_is_not_taken_from_the_chain(a: FaultServer, b: FaultServer) -> None:
    first = provider("a", a.url("reason_long"), reasoning=True)
    second = provider("b", b.url("ok"))
    async with narrating(first, second, answers=Answers(chain_s=1.0)) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    assert told.took_s > 1.2


async def test_a_provider_that_only_reasons_is_given_up_with_the_chain(a: FaultServer) -> None:
    async with narrating(
        provider("a", a.url("reason_endless")), answers=Answers(chain_s=1.0)
    ) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert told.took_s < 8
    assert "no visible word in" in told.problems[0].detail


async def test_a_reasoning_provider_is_given_up_after_its_own_time(a: FaultServer) -> None:
    thinker = provider("a", a.url("reason_endless"), reasoning=True, total_s=1.8)
    async with narrating(thinker, answers=Answers(chain_s=1.0)) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert 1.7 < told.took_s < 12
    assert "not finished in 1.8 s" in told.problems[0].detail


async def test_reasoning_then_a_drop_goes_on_with_the_next(a: FaultServer, b: FaultServer) -> None:
    first, second = provider("a", a.url("reason_drop")), provider("b", b.url("ok"))
    async with narrating(first, second) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"


# --- Nobody answers -----------------------------------------------------------------------


async def test_without_a_provider_the_notes_answer_and_say_so() -> None:
    async with narrating() as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert "No model was asked" in told.answer.text


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


@pytest.mark.parametrize("scenario", ["refusal", "cf_finish", "400cf"])
async def test_what_a_provider_declines_is_recorded_as_filtered(
    scenario: str, a: FaultServer
) -> None:
    async with narrating(provider("a", a.url(scenario))) as narrator:
        told = await told_by(narrator)
    assert told.attempts == [("a", "started"), ("a", "filtered")]


async def test_a_key_that_cannot_be_one_is_told_without_a_request(a: FaultServer) -> None:
    keys: dict[str, str | None] = {"a": "sk-\u00fcber-0123456789"}
    async with narrating(provider("a", a.url("ok")), keys=keys) as narrator:
        told = await told_by(narrator)
    assert a.requests == []
    assert told.problems[0].title == "a does not accept the key"
    assert "0123456789" not in repr(told.events)


async def test_the_whole_chain_ends_in_time(a: FaultServer, b: FaultServer) -> None:
    hanging = [provider(name, a.url("hang_headers")) for name in ("a", "b", "c", "d")]
    async with narrating(*hanging, answers=Answers(chain_s=2.0)) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "offline"
    assert told.took_s < 7  # each by itself would hang for 4 s
    assert len(a.requests) < 4


async def test_a_provider_that_asks_to_wait_is_not_asked_before(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("429ra30"))) as narrator:
        first = await told_by(narrator)
        second = await told_by(narrator)
    assert len(a.requests) == 1
    assert "asks to wait 30 s" in first.problems[0].detail
    assert "asked again in 30 s" in second.problems[0].detail


# --- Memory -------------------------------------------------------------------------------


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


async def test_a_recovery_is_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"))) as narrator:
        narrator.health.failed(provider("a", a.url("ok")), f"{KEY}-a", FAILED)
        told = await told_by(narrator)
    assert Info("recovered", "a", "a answers again") in told.infos


async def test_a_bad_key_is_named_at_every_question(a: FaultServer, b: FaultServer) -> None:
    answers = Answers(next_on_bad_key=True)
    providers = provider("a", a.url("401")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=answers) as narrator:
        for _ in range(3):
            told = await told_by(narrator)
            assert told.answer.provider == "b"
            (problem,) = told.problems
            assert problem.sticky
            assert problem.title == "a does not accept the key"
    assert len(a.requests) == 1


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


async def test_a_refused_key_is_not_tried_at_another_address(
    a: FaultServer, b: FaultServer
) -> None:
    answers = Answers(next_on_bad_key=True)
    keys: dict[str, str | None] = {"a": KEY, "b": KEY}
    providers = provider("a", a.url("401")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=answers, keys=keys) as narrator:
        told = await told_by(narrator)
    assert (len(a.requests), len(b.requests)) == (1, 0)
    assert told.answer.provider == "offline"


async def test_a_missing_key_is_told_without_a_request(b: FaultServer) -> None:
    nobody = provider("a", "https://provider.invalid/v1")
    async with narrating(nobody, provider("b", b.url("ok")), keys={}) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    assert told.problems[0].title == "There is no key for a"


async def test_a_test_that_passes_forgives(a: FaultServer) -> None:
    one = provider("a", a.url("ok"))
    async with narrating(one) as narrator:
        narrator.health.failed(one, f"{KEY}-a", Failure("auth", "401"))
        assert (await told_by(narrator)).answer.provider == "offline"
        assert (await narrator.check(one)).passed
        assert (await told_by(narrator)).answer.provider == "a"


async def test_a_test_uses_the_key_just_typed(a: FaultServer) -> None:
    async with narrating() as narrator:
        found = await narrator.check(provider("a", a.url("ok")), "sk-just-typed-0123")
        assert found.passed
        assert a.requests[0].headers["authorization"] == "Bearer sk-just-typed-0123"
        away = await narrator.check(provider("far", "https://provider.invalid/v1"))
        assert away.problem is not None
        assert away.problem.title == "There is no key for far"
        assert isinstance(await narrator.local_offers(), list)


async def test_a_missing_key_of_one_that_is_not_needed_is_not_told(a: FaultServer) -> None:
    nobody = provider("far", "https://provider.invalid/v1")
    async with narrating(provider("a", a.url("ok")), nobody, keys={}) as narrator:
        assert (await told_by(narrator)).problems == []


async def test_closing_in_the_race_leaves_nobody_on_probation(
    a: FaultServer, b: FaultServer
) -> None:
    one, two = provider("a", a.url("hang_headers")), provider("b", b.url("hang_headers"))
    time = [100.0]
    health = Health(lambda: time[0], jitter=lambda: 0.0)
    async with narrating(one, two, answers=HEDGED, health=health) as narrator:
        health.failed(two, f"{KEY}-b", FAILED)
        time[0] += 6.0  # rested: the next request is the one probe
        narration = narrator.stream(request())
        async for event in narration:
            if isinstance(event, Egress) and event.provider == "b":
                break
        await narration.aclose()
        assert health.state(two, f"{KEY}-b").ready


# --- Settings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "to_a", "to_b", "by"),
    [
        ("401", 1, 0, OFFLINE),
        ("404", 1, 0, OFFLINE),
        ("400ctx", 1, 0, OFFLINE),
        ("429once", 2, 0, A),
        ("503", 2, 1, B),
        ("418", 1, 1, B),
        ("drop_mid", 1, 0, A),
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


# --- Hedging ------------------------------------------------------------------------------

HEDGED = Answers(hedge=True, hedge_after_s=0.1)


async def test_a_second_provider_is_asked_when_the_first_is_slow(
    a: FaultServer, b: FaultServer
) -> None:
    providers = provider("a", a.url("late")), provider("b", b.url("ok"))
    async with narrating(*providers, answers=HEDGED) as narrator:
        await told_by(narrator, request("warm up"))  # the library is loaded
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    assert ("a", "cancelled") in told.attempts
    assert a.requests[-1].cut_by_client


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


# --- Eligibility, budget, wishes ----------------------------------------------------------


async def test_only_a_provider_with_vision_gets_the_image(a: FaultServer, b: FaultServer) -> None:
    blind, seeing = provider("a", a.url("ok")), provider("b", b.url("ok"), vision=True)
    async with narrating(blind, seeing) as narrator:
        told = await told_by(narrator, request("What is this?", image=png()))
    assert (len(a.requests), len(b.requests)) == (0, 1)
    text, image = b.requests[0].body["messages"][-1]["content"]
    assert text["type"] == "text"
    assert image["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert told.egress[0].content == ("talk", "passages", "image")


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


async def test_a_key_that_the_model_says_is_shown_nowhere(a: FaultServer) -> None:
    redactor = Redactor()
    redactor.register("0123456789secretkeys")  # its end looks like the start of another
    text = f"Is {KEY} or 0123456789secretkeys the key for servers?"
    async with narrating(provider("a", a.url("echo")), redactor=redactor) as narrator:
        told = await told_by(narrator, request(text))
    assert "Is [redacted] or [redacted] the key for servers?" in told.answer.text
    assert told.text == told.answer.text
    assert "secretkey" not in told.text
    assert "sk-test" not in told.text


async def test_without_vision_the_notes_answer_and_the_reason_is_told(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"))) as narrator:
        told = await told_by(narrator, request("What is this?", image=png()))
    assert a.requests == []
    assert "cannot see images" in told.problems[0].title


async def test_a_broken_image_is_told_and_the_question_still_asked(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"), vision=True)) as narrator:
        told = await told_by(narrator, request("What is this?", image=b"no image"))
    assert told.answer.provider == "a"
    assert told.problems[0].title == "The screenshot cannot be sent"


async def test_a_question_that_fits_nowhere_leaves_nothing(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok"), context=600)) as narrator:
        told = await told_by(narrator, request("why? " * 900))
    assert a.requests == []
    assert told.problems[0].title == "The question is too long for a"


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


async def test_prompts_that_cannot_be_read_leave_a_plain_one(a: FaultServer) -> None:
    async def broken(mode: str, kind: str) -> Prompt:
        raise GhostPilotError("The prompts are gone")

    async with narrating(provider("a", a.url("ok"))) as narrator:
        narrator._prompt_for = broken
        told = await told_by(narrator)
    assert told.answer.provider == "a"
    assert told.problems[0].title == "The prompts are gone"


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


async def test_a_prompts_warning_is_told(a: FaultServer) -> None:
    warned = Prompt("p", "1", "Help.", warning="The prompt mine.md cannot be used")
    async with narrating(provider("a", a.url("ok")), prompt=warned) as narrator:
        told = await told_by(narrator)
    assert told.infos[0].note == "The prompt mine.md cannot be used"
    assert told.events[1].prompt == "p@1"  # type: ignore[attr-defined] - an attempt


# --- Consent ------------------------------------------------------------------------------


def prompt_for(model: str) -> Prompt:
    return replace(PLAIN, id="oncall", model=model)


async def test_a_prompt_that_names_a_model_nobody_has_is_told_and_answered(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("ok")), prompt=prompt_for("gone:m9")) as narrator:
        told = await told_by(narrator)
    (problem,) = told.problems
    assert problem.title == "The prompt oncall wants gone:m9, which is no provider of yours"
    assert problem.sticky
    assert told.answer.provider == "a"
    assert told.events.index(problem) < told.events.index(told.of(Attempt)[0])


@pytest.mark.parametrize("names", ["a", "m"])
async def test_a_prompt_that_names_a_provider_or_its_model_is_content(
    names: str, a: FaultServer
) -> None:
    async with narrating(provider("a", a.url("ok")), prompt=prompt_for(names)) as narrator:
        assert (await told_by(narrator)).problems == []


async def test_a_prompts_model_that_the_provider_lacks_is_asked_for_once(a: FaultServer) -> None:
    a.models = ("m",)
    async with narrating(
        provider("a", a.url("models_only")), prompt=prompt_for("a:m9")
    ) as narrator:
        first, second = await told_by(narrator), await told_by(narrator)
    for told in (first, second):
        (problem,) = told.problems
        assert problem.title == "The prompt oncall wants m9, which a does not have"
        assert "m is asked instead" in problem.next_step
        assert (told.answer.model, told.answer.ended) == ("m", "complete")
    assert [seen.body["model"] for seen in a.requests] == ["m9", "m", "m"]


async def test_without_a_provider_it_is_told_once_and_does_not_stay() -> None:
    async with narrating() as narrator:
        first, second = await told_by(narrator), await told_by(narrator)
    (problem,) = first.problems
    assert (problem.title, problem.sticky) == ("No model was asked", False)
    assert second.problems == []
    assert "No model was asked" in first.text and "No model was asked" in second.text


async def test_nothing_is_sent_without_agreement(b: FaultServer) -> None:
    away = provider("a", "https://provider.invalid/v1")
    async with narrating(away, provider("b", b.url("ok")), agreed=False) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    (problem,) = told.problems
    assert "provider.invalid" in problem.detail
    assert [one.provider for one in told.egress] == ["b"]


# --- Cancelling ---------------------------------------------------------------------------


async def test_closing_the_generator_reaches_the_server(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("endless"))) as narrator:
        narration = narrator.stream(request())
        async for event in narration:
            if type(event).__name__ == "AnswerDelta":
                break
        await narration.aclose()
        for _ in range(200):
            if not a.open:
                break
            await asyncio.sleep(0.005)
        assert a.open == 0


def png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(out, "PNG")
    return out.getvalue()

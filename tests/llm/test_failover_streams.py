"""What a stream may be made of: thinking, counts, silence, an end nobody gives a reason for."""

from __future__ import annotations

import pytest

from app.core.events import AnswerDelta
from app.core.settings import Answers
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import narrating, provider, request, told_by
from tests.recorded import until


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


@pytest.mark.parametrize("scenario", ["refusal", "cf_finish", "400cf"])
async def test_what_a_provider_declines_is_recorded_as_filtered(
    scenario: str, a: FaultServer
) -> None:
    async with narrating(provider("a", a.url(scenario))) as narrator:
        told = await told_by(narrator)
    assert told.attempts == [("a", "started"), ("a", "filtered")]


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


async def test_closing_the_generator_reaches_the_server(a: FaultServer) -> None:
    async with narrating(provider("a", a.url("endless"))) as narrator:
        narration = narrator.stream(request())
        async for event in narration:
            if isinstance(event, AnswerDelta):
                break
        await narration.aclose()
        await until(lambda: not a.open)

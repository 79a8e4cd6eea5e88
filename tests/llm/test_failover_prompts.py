"""The prompt of an answer: one that warns, cannot be read, or names a model nobody has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Attempt
from app.core.prompt import PLAIN, Prompt
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import narrating, provider, told_by


async def test_a_prompts_warning_is_told(a: FaultServer) -> None:
    warned = Prompt("p", "1", "Help.", warning="The prompt mine.md cannot be used")
    async with narrating(provider("a", a.url("ok")), prompt=warned) as narrator:
        told = await told_by(narrator)
    assert told.infos[0].note == "The prompt mine.md cannot be used"
    assert told.events[1].prompt == "p@1"  # type: ignore[attr-defined] - an attempt


async def test_prompts_that_cannot_be_read_leave_a_plain_one(a: FaultServer) -> None:
    async def broken(mode: str, kind: str) -> Prompt:
        raise GhostPilotError("The prompts are gone")

    async with narrating(provider("a", a.url("ok"))) as narrator:
        narrator._prompt_for = broken
        told = await told_by(narrator)
    assert told.answer.provider == "a"
    assert told.problems[0].title == "The prompts are gone"


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

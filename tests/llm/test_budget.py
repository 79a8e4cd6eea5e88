"""A slow provider gives way to a fast one, or the prompt gets shorter; both are told."""

from __future__ import annotations

from collections.abc import Callable

from app.core.settings import Provider
from app.llm.budget import within_budget

A, B, C = (Provider(name, "http://127.0.0.1/v1", "m") for name in "abc")


def test_without_a_budget_or_knowledge_nothing_changes() -> None:
    assert within_budget([A, B], 0, lambda one: 9999.0).providers == [A, B]
    assert within_budget([A, B], 500, lambda one: None).note == ""
    assert within_budget([], 500, lambda one: None).providers == []


def test_a_provider_within_the_budget_stays_first() -> None:
    assert within_budget([A, B], 500, _times(a=400.0, b=10.0)).note == ""


def test_a_known_faster_one_goes_first() -> None:
    plan = within_budget([A, B, C], 500, _times(a=900.0, c=100.0))
    assert plan.providers == [C, A, B]
    assert not plan.shorter
    assert plan.note == "c first: a took 900 ms lately, the budget is 500 ms"


def test_else_the_prompt_gets_shorter() -> None:
    plan = within_budget([A, B], 500, _times(a=900.0, b=700.0))
    assert plan.providers == [A, B]
    assert plan.shorter
    assert plan.note.startswith("shorter prompt: a took 900 ms")


def _times(**known: float) -> Callable[[Provider], float | None]:
    return lambda one: known.get(one.name)

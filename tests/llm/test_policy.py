"""What follows each kind of failure, in words a user understands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from app.core.sections import Answers
from app.core.settings import Provider
from app.llm.classify import Failure, FailureKind
from app.llm.policy import after, no_key, not_agreed, words


def step(kind: Any, answers: Answers | None = None, **more: Any) -> tuple[str, float]:
    failure = Failure(kind, "x", retry_after=more.pop("retry_after", None))
    given = {"retries_left": 1, "others": True, "left_s": 10.0, "jitter": lambda: 0.0, **more}
    found = after(failure, answers or Answers(), **given)
    return found.do, found.wait


@pytest.mark.parametrize(
    ("kind", "do"),
    [
        ("request", "stop"), ("auth", "stop"), ("filter", "stop"), ("fit", "next"),
        ("quota", "next"), ("model", "next"), ("busy", "retry"), ("unreachable", "next"),
        ("stall", "next"), ("hollow", "next"), ("unknown", "next"),
    ],
)  # fmt: skip
def test_by_default(kind: str, do: str) -> None:
    assert step(kind)[0] == do


def test_settings_open_what_is_closed_by_default() -> None:
    assert step("auth", Answers(next_on_bad_key=True))[0] == "next"
    assert step("filter", Answers(next_on_refusal=True))[0] == "next"


def test_strict_stops_at_a_missing_model_and_retries_a_refused_connection() -> None:
    strict = Answers(strict=True)
    assert step("model", strict)[0] == "stop"
    assert step("fit", strict)[0] == "stop"
    assert step("unreachable", strict)[0] == "retry"


def test_the_last_provider_that_cannot_be_reached_is_tried_once_more() -> None:
    assert step("unreachable", others=False)[0] == "retry"
    assert step("unreachable", others=False, retries_left=0)[0] == "next"


def test_the_wait_is_half_a_second_less_up_to_a_quarter() -> None:
    assert step("busy") == ("retry", 0.5)
    assert step("busy", jitter=lambda: 1.0) == ("retry", 0.375)


def test_a_short_wait_asked_for_is_kept_and_a_long_one_is_not() -> None:
    assert step("busy", retry_after=2.0) == ("retry", 2.0)
    assert step("busy", retry_after=0.2) == ("retry", 0.2)
    assert step("busy", retry_after=0.0) == ("retry", 0.5)
    assert step("busy", retry_after=30.0)[0] == "next"
    assert step("busy", retry_after=1.9, left_s=1.0)[0] == "next"


def test_no_retry_is_left_or_no_time() -> None:
    assert step("busy", retries_left=0)[0] == "next"
    assert step("busy", left_s=0.2)[0] == "next"


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_kind_names_the_provider_and_a_next_step(kind: Any) -> None:
    said = words("acme", Failure(kind, "x"))
    assert "acme" in said.title
    assert said.next_step.endswith(".")


def test_what_is_told_instead_of_asking() -> None:
    provider = Provider("acme", "https://acme.invalid/v1", "m", key_env="ACME_KEY")
    assert "ACME_KEY" in no_key(provider).next_step
    assert "`ghostpilot providers key acme set`" in no_key(provider).next_step
    assert "acme.invalid" in not_agreed(provider, "acme.invalid").detail
    spaced = replace(provider, name="acme 2")
    assert "`ghostpilot providers agree 'acme 2'`" in not_agreed(spaced, "x").next_step


@pytest.mark.parametrize("kind", ["auth", "model", "hollow"])
def test_the_user_is_sent_to_the_test_that_exists(kind: Any) -> None:
    assert "`ghostpilot providers test acme`" in words("acme", Failure(kind, "x")).next_step

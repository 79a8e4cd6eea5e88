"""What follows a failure: retry, go to the next provider, or stop. Pure rules, one table."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Literal

from app.core.events import Problem
from app.core.provider import host_of
from app.core.sections import Answers
from app.core.settings import Provider
from app.llm.classify import Failure


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next; ``wait`` is in seconds and only used before a retry."""

    do: Literal["retry", "next", "stop"]
    wait: float = 0.0


STICKY = {"auth", "quota", "model"}
"""Failures that only the user can mend; their warnings stay."""


def after(
    failure: Failure,
    answers: Answers,
    *,
    retries_left: int,
    others: bool,
    left_s: float,
    jitter: Callable[[], float] = random.random,
) -> Step:
    """The step after a failure before any word was shown.

    ``others`` says whether another provider could be asked, ``left_s`` how many seconds
    remain for the whole question.
    """
    match failure.kind:
        case "request":
            return Step("stop")
        case "auth":
            return Step("next" if answers.next_on_bad_key else "stop")
        case "filter":
            return Step("next" if answers.next_on_refusal else "stop")
        case "model":
            return Step("stop" if answers.strict else "next")
        case "fit":
            # The prompt is built to each provider's own size, so another may well take it.
            return Step("stop" if answers.strict else "next")
        case "busy":
            return _retry(failure, answers, retries_left, left_s, jitter)
        case "unreachable" if answers.strict or not others:
            return _retry(failure, answers, retries_left, left_s, jitter)
        case _:
            return Step("next")


def _retry(
    failure: Failure,
    answers: Answers,
    retries_left: int,
    left_s: float,
    jitter: Callable[[], float],
) -> Step:
    """One more request after a short pause, or after the pause the provider asked for."""
    wait = answers.backoff_base * (1 - 0.25 * jitter())
    if failure.retry_after is not None:
        if failure.retry_after > answers.retry_after_max:
            return Step("next")
        wait = max(failure.retry_after, wait if failure.retry_after == 0 else 0.0)
    if retries_left <= 0 or wait >= left_s:
        return Step("next")
    return Step("retry", wait)


@dataclass(frozen=True, slots=True)
class Words:
    """A failure told to the user."""

    title: str
    next_step: str


def words(provider: str, failure: Failure) -> Words:
    """The sentence for a failure and what the user can do about it."""
    test = f"ghostpilot providers test {provider}"
    by_kind = {
        "request": ("{} rejected the question", "Look at the prompt; nothing was asked again."),
        "fit": ("The question is too long for {}", "Shorten the prompt or add a larger model."),
        "filter": ("{} declined to answer", "Ask in other words, or ask another provider."),
        "auth": ("{} does not accept the key", f"Correct its key, then run `{test}`."),
        "quota": ("The account at {} is used up", "Top it up, or choose another provider."),
        "model": ("{} does not have the model", f"Correct its model; `{test}` names some."),
        "busy": ("{} is overloaded", "Ask again in a moment."),
        "unreachable": ("{} cannot be reached", "Check the network and its base_url."),
        "stall": (
            "{} gave no word in time",
            "Ask again, or raise its first_token_s in the settings file.",
        ),
        "hollow": ("{} gave no answer", f"Check its base_url and model with `{test}`."),
        "unknown": ("{} failed", "Ask again, or choose another provider."),
    }
    title, next_step = by_kind[failure.kind]
    return Words(title.format(provider), next_step)


NO_PROVIDER = Problem(
    "llm",
    "No model was asked",
    "no provider is set up",
    "Add a provider in the settings, or set OPENAI_API_KEY.",
)


def no_such_model(prompt: str, wanted: str, provider: Provider, why: str) -> Problem:
    """Told when a prompt file names a model that its provider does not have."""
    return Problem(
        "llm",
        f"The prompt {prompt} wants {wanted}, which {provider.name} does not have",
        why,
        f"Correct `model` in that prompt; {provider.model} is asked instead.",
        sticky=True,
    )


def no_such_provider(prompt: str, wanted: str, providers: Sequence[Provider]) -> Problem:
    """Told when a prompt file names neither a provider of the settings nor a model of one."""
    known = ", ".join(f"{one.name} ({one.model})" for one in providers)
    return Problem(
        "llm",
        f"The prompt {prompt} wants {wanted}, which is no provider of yours",
        f"the settings have {known}",
        "Correct `model` in that prompt, or add the provider; the usual order is kept.",
        sticky=True,
    )


def wrong_address_of(provider: Provider, why: str) -> Problem:
    """Told instead of asking a provider whose address is none."""
    return Problem(
        "llm",
        f"The address of {provider.name} is not valid",
        why,
        f"Correct base_url of {provider.name} in the settings file.",
        sticky=True,
    )


def no_key(provider: Provider) -> Problem:
    """Told instead of asking a provider whose key is nowhere."""
    variable = f"Set {provider.key_env}, or keep" if provider.key_env else "Keep"
    return Problem(
        "llm",
        f"There is no key for {provider.name}",
        f"{host_of(provider.base_url)} needs one",
        f"{variable} the key: `ghostpilot providers key {quote(provider.name)} set`.",
        sticky=True,
    )


def not_agreed(provider: Provider, host: str) -> Problem:
    """Told instead of sending talk and notes where the user does not want them."""
    return Problem(
        "llm",
        f"Nothing was sent to {provider.name}",
        f"you have not agreed that talk and notes may go to {host}",
        f"To allow it: `ghostpilot providers agree {quote(provider.name)}`; or use one here.",
        sticky=True,
    )

"""The next provider: in the user's order, past those that cannot, rest, or are latched."""

from __future__ import annotations

from app.core.sections import Answers
from app.core.settings import Provider, Settings
from app.llm.base import Follow
from app.llm.blame import Blame
from app.llm.choice import Choice, in_order, named_by
from app.llm.classify import Failure
from app.llm.health import Health
from app.llm.turn import Turn
from tests.llm.narrating import request

A, B, C = (Provider(name, f"http://127.0.0.1:{n}/v1", f"m{n}") for n, name in enumerate("abc", 1))
KEYS = {"a": "sk-a-0123456789", "b": "sk-b-0123456789", "c": "sk-c-0123456789"}


def taken(health: Health, answers: Answers | None = None, **more: object) -> tuple[str, Blame]:
    asked = request(**more)  # type: ignore[arg-type] - by name
    turn = Turn(asked, Settings(answers=answers or Answers()))
    turn.keys.update(KEYS)
    choice = Choice([A, B, C], turn, health)
    names = []
    while (provider := choice.next()) is not None:
        names.append(provider.name)
    return "".join(names), turn.blame


def health() -> Health:
    return Health(jitter=lambda: 0.0)


def test_in_order_each_once() -> None:
    assert taken(health())[0] == "abc"


def test_a_resting_one_comes_last_or_not_at_all() -> None:
    known = health()
    known.failed(A, KEYS["a"], Failure("busy", "503"))
    names, blame = taken(known)
    assert names == "bc"
    assert blame.last is not None


def test_when_all_rest_the_soonest_free_is_the_last_hope() -> None:
    known = health()
    for provider, times in ((A, 3), (B, 1), (C, 2)):
        for _ in range(times):
            known.failed(provider, KEYS[provider.name], Failure("busy", "503"))
    assert taken(known)[0] == "b"


def test_one_that_asked_for_time_gets_it() -> None:
    known = health()
    for provider in (A, B, C):
        known.failed(provider, KEYS[provider.name], Failure("busy", "429", retry_after=60.0))
    assert taken(known)[0] == ""


def test_a_latched_key_ends_the_question_unless_the_user_wants_otherwise() -> None:
    known = health()
    known.failed(B, KEYS["b"], Failure("auth", "401"))
    names, blame = taken(known)
    assert names == "a"
    assert blame.lasting()[0].title == "b does not accept the key"
    assert taken(known, Answers(next_on_bad_key=True))[0] == "ac"


def test_a_missing_model_is_passed_over_unless_strict() -> None:
    known = health()
    known.failed(A, KEYS["a"], Failure("model", "404"))
    assert taken(known)[0] == "bc"
    assert taken(known, Answers(strict=True))[0] == ""


def test_an_image_needs_eyes() -> None:
    names, blame = taken(health(), image=b"png")
    assert names == ""
    assert len(blame.all()) == 1


def test_the_prompt_may_name_a_provider_or_a_model() -> None:
    assert in_order([A, B, C], request(), "") == [A, B, C]
    assert in_order([A, B, C], request(), "c") == [C, A, B]
    assert in_order([A, B, C], request(), "m2") == [B, A, C]
    assert in_order([A, B, C], request(), "b:special") == [B, A, C]
    assert in_order([A, B, C], request(), "unknown") == [A, B, C]


def test_retry_begins_after_the_one_that_answered() -> None:
    retry = request(follow=Follow("retry", "text", "b"))
    assert in_order([A, B, C], retry, "") == [C, A, B]
    more = request(follow=Follow("more", "text", "b"))
    assert in_order([A, B, C], more, "") == [A, B, C]
    gone = request(follow=Follow("retry", "text", "x"))
    assert in_order([A, B, C], gone, "") == [A, B, C]


def test_what_a_prompt_names_is_a_provider_a_model_or_both() -> None:
    providers = [Provider("a", "http://127.0.0.1/v1", "llama3:8b")]
    assert all(named_by(wanted, providers) for wanted in ("a", "llama3:8b", "a:other"))
    assert not any(named_by(wanted, providers) for wanted in ("b", "b:llama3:8b", "llama3"))

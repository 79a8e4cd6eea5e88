"""A key goes to its own address only, is never told, and a bad or missing one is named."""

from __future__ import annotations

from app.core.redact import Redactor
from app.core.settings import Answers
from tests.llm.fault_server import FaultServer
from tests.llm.narrating import KEY, narrating, provider, request, told_by


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


async def test_a_key_that_cannot_be_one_is_told_without_a_request(a: FaultServer) -> None:
    keys: dict[str, str | None] = {"a": "sk-\u00fcber-0123456789"}
    async with narrating(provider("a", a.url("ok")), keys=keys) as narrator:
        told = await told_by(narrator)
    assert a.requests == []
    assert told.problems[0].title == "a does not accept the key"
    assert "0123456789" not in repr(told.events)


async def test_a_missing_key_is_told_without_a_request(b: FaultServer) -> None:
    nobody = provider("a", "https://provider.invalid/v1")
    async with narrating(nobody, provider("b", b.url("ok")), keys={}) as narrator:
        told = await told_by(narrator)
    assert told.answer.provider == "b"
    assert told.problems[0].title == "There is no key for a"


async def test_a_missing_key_of_one_that_is_not_needed_is_not_told(a: FaultServer) -> None:
    nobody = provider("far", "https://provider.invalid/v1")
    async with narrating(provider("a", a.url("ok")), nobody, keys={}) as narrator:
        assert (await told_by(narrator)).problems == []


async def test_a_test_uses_the_key_just_typed(a: FaultServer) -> None:
    async with narrating() as narrator:
        found = await narrator.check(provider("a", a.url("ok")), "sk-just-typed-0123")
        assert found.passed
        assert a.requests[0].headers["authorization"] == "Bearer sk-just-typed-0123"
        away = await narrator.check(provider("far", "https://provider.invalid/v1"))
        assert away.problem is not None
        assert away.problem.title == "There is no key for far"
        assert isinstance(await narrator.local_offers(), list)


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

"""Keys and what is known of providers are shared by all narrators of a run."""

from __future__ import annotations

from pathlib import Path

from app.core.settings import Provider, Settings
from app.llm.classify import Failure
from app.narration import narrator_of, refuse, secrets_of
from app.parts import Plan
from tests.llm.fault_server import serve
from tests.llm.narrating import KEY, provider


async def test_a_key_kept_for_this_session_counts_for_every_narrator(private_home: Path) -> None:
    plan = Plan(Settings())
    async with serve("a") as server, narrator_of(plan) as asking, narrator_of(plan) as testing:
        one = provider("a", server.url("ok"))
        assert await secrets_of(plan).keep(one, KEY) == "session"
        assert (await testing.check(one)).passed
        assert (await asking.check(one)).passed
        sent = {seen.headers["authorization"] for seen in server.requests}
        assert sent == {f"Bearer {KEY}"}


async def test_a_passed_test_forgives_for_every_narrator() -> None:
    plan = Plan(Settings())
    async with serve("a") as server, narrator_of(plan) as asking, narrator_of(plan) as testing:
        one = provider("a", server.url("ok"))
        asking.health.failed(one, KEY, Failure("auth", "401"))
        assert not asking.health.state(one, KEY).ready
        assert (await testing.check(one, KEY)).passed
        assert asking.health.state(one, KEY).ready


async def test_the_passphrase_is_asked_for_by_whoever_can() -> None:
    asked: list[bool] = []

    async def ask(new: bool) -> str:
        asked.append(new)
        return "a phrase"

    plan = Plan(Settings())
    secrets = secrets_of(plan)
    plan.ask_passphrase = ask
    assert await secrets.keep(Provider("a", "https://a.invalid", "m"), KEY) == "file"
    assert asked == [True]


async def test_nobody_agrees_where_nobody_can_be_asked() -> None:
    assert not await refuse(Provider("a", "https://a.invalid", "m"), "a.invalid")

"""The desk tests providers over real sockets and keeps keys where they are safe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.redact import MASK
from app.core.settings import Provider, Settings
from app.core.tasks import cancel, spawn
from app.desks.providers import ProviderDesk
from app.llm import check
from app.llm.presets import PRESETS, Preset
from app.parts import Plan
from tests.llm.fault_server import FaultServer, free_port, serve
from tests.llm.narrating import KEY, provider
from tests.recorded import until


@pytest.fixture
async def desk(private_home: Path) -> AsyncIterator[ProviderDesk]:
    made = ProviderDesk(Plan(Settings()))
    yield made
    await made.aclose()


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with serve("a") as running:
        yield running


async def test_templates_are_the_presets(desk: ProviderDesk) -> None:
    assert [one.provider for one in await desk.templates()] == [one.provider for one in PRESETS]


async def test_a_provider_is_tested_with_the_key_just_typed(
    desk: ProviderDesk, server: FaultServer
) -> None:
    assert (await desk.test(provider("a", server.url("ok")), f" {KEY} ")).passed
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert desk._plan.redactor.clean(f"it was {KEY}") == f"it was {MASK}"
    assert not (await desk.test(provider("a", server.url("401")), KEY)).passed


async def test_models_are_listed_or_it_is_said_why_not(
    desk: ProviderDesk, server: FaultServer
) -> None:
    assert await desk.models(provider("a", server.url("ok"))) == ("m", "m2")
    for scenario in ("nomodels", "401"):
        with pytest.raises(GhostPilotError, match="no list"):
            await desk.models(provider("a", server.url(scenario)), KEY)


async def test_a_test_that_is_cancelled_lets_go_of_the_server(
    desk: ProviderDesk, server: FaultServer
) -> None:
    slow = provider("a", server.url("comments_hang"), first_token_s=30.0)
    testing = spawn(desk.test(slow, KEY), name="test")
    await until(lambda: server.open)
    await cancel(testing)
    await until(lambda: not server.open)


async def test_a_key_is_kept_renamed_and_forgotten(
    desk: ProviderDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Provider("one", "https://one.invalid/v1", "m", key_env="ONE_KEY")
    two = Provider("two", "https://one.invalid/v1", "m")
    assert await desk.key_place(one) is None
    assert await desk.keep_key(one, KEY) == "session"
    await desk.rename(one, two)
    assert (await desk.key_place(one), await desk.key_place(two)) == (None, "session")
    assert await desk.forget_key(two) is None
    monkeypatch.setenv("ONE_KEY", KEY)
    assert await desk.forget_key(one) == "environment"


async def test_a_running_local_server_is_offered(
    desk: ProviderDesk, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Preset("Here", provider("here", server.url("ok")), local=True)
    away = Preset("Away", provider("away", f"http://127.0.0.1:{free_port()}/v1"), local=True)
    monkeypatch.setattr(check.local_offers, "__defaults__", ((ready, away),))
    assert list(await desk.offers()) == [ready.provider]
    assert server.requests == []

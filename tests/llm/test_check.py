"""The test of a provider says the right sentence, and local servers are found but not used."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.core.provider import ProviderCheck
from app.core.settings import Provider
from app.llm.check import check_provider, local_offers
from app.llm.openai_compat import OpenAICompatible
from app.llm.presets import Preset
from tests.llm.fault_server import FaultServer, free_port, serve
from tests.llm.narrating import KEY, provider


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with serve("a") as running:
        yield running


async def checked(server: FaultServer, scenario: str, **more: object) -> ProviderCheck:
    model = OpenAICompatible()
    try:
        return await check_provider(model, provider("a", server.url(scenario), **more), KEY)
    finally:
        await model.aclose()


async def test_a_good_provider(server: FaultServer) -> None:
    found = await checked(server, "ok")
    assert found.passed
    assert (found.reachable, found.key_accepted, found.model_exists) == (True, True, True)
    assert found.first_token_ms is not None
    assert found.models == ("m", "m2")
    body = server.requests[0].body
    assert body["max_tokens"] == 16
    assert "passages" not in repr(body)


@pytest.mark.parametrize(
    ("scenario", "title", "key", "exists"),
    [
        ("401", "a does not accept the key", False, None),
        ("400key", "a does not accept the key", False, None),
        ("404", "a does not have the model", True, False),
        ("402", "The account at a is used up", True, None),
        ("503", "a is overloaded", None, None),
        ("comments_hang", "a gave no word in time", None, None),
        ("html200", "a gave no answer", None, None),
        ("role_only", "a gave no answer", None, None),
    ],
)
async def test_a_bad_one_is_told(
    server: FaultServer, scenario: str, title: str, key: bool | None, exists: bool | None
) -> None:
    found = await checked(server, scenario, first_token_s=0.3)
    assert not found.passed
    assert found.problem is not None
    assert found.problem.title == title
    assert (found.reachable, found.key_accepted, found.model_exists) == (True, key, exists)
    if scenario == "404":
        assert "m, m2" in found.problem.next_step


async def test_nobody_there() -> None:
    model = OpenAICompatible()
    nobody = provider("a", f"http://127.0.0.1:{free_port()}/v1")
    found = await check_provider(model, nobody, None)
    await model.aclose()
    assert not found.reachable
    assert found.problem is not None
    assert found.problem.title == "a cannot be reached"


async def test_without_a_list_of_models_it_still_passes(server: FaultServer) -> None:
    found = await checked(server, "nomodels")
    assert found.passed
    assert found.models == ()


async def test_without_a_model_nothing_is_asked(server: FaultServer) -> None:
    model = OpenAICompatible()
    found = await check_provider(model, Provider("a", server.url("ok"), ""), KEY)
    await model.aclose()
    assert server.requests == []
    assert found.problem is not None
    assert found.problem.title == "a has no model set"


async def test_a_local_server_is_offered_with_a_model_it_has(server: FaultServer) -> None:
    running = Preset("Running", Provider("one", server.url("ok"), "absent"), local=True)
    has_it = Preset("Has it", Provider("two", server.url("ok"), "m2"), local=True)
    gone = Preset("Gone", Provider("no", f"http://127.0.0.1:{free_port()}/v1", "m"), local=True)
    away = Preset("Away", Provider("far", server.url("ok"), "m"))
    model = OpenAICompatible()
    offers = await local_offers(model, [running, has_it, gone, away])
    await model.aclose()
    assert [(one.name, one.model) for one in offers] == [("one", "m"), ("two", "m2")]
    assert server.requests == [], "only the list of models is asked"

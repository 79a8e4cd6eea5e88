"""One provider is keyed, tested and asked for its models, against a server that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.core.settings import Provider, Settings
from app.desks.providers import ProviderDesk
from app.parts import Plan
from app.ui.provider_sheet import ProviderSheet
from app.ui.providers_source import KeyPlace, Template
from tests.llm.fault_server import FaultServer, serve
from tests.llm.narrating import KEY, provider
from tests.recorded import until


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with serve("a") as running:
        yield running


@pytest.fixture
async def sheet(server: FaultServer) -> AsyncIterator[ProviderSheet]:
    desk = ProviderDesk(Plan(Settings()))
    made = ProviderSheet(desk)
    made.show_provider(provider("a", server.url("ok")))
    made.show()
    yield made
    made.stop()
    made.hide()
    await until(lambda: not made._tasks)
    await desk.aclose()


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("ok", "a answers: key and model are right"),
        ("401", "a does not accept the key (401"),
        ("400key", "a does not accept the key (400"),
        ("404", "a has no model m (404"),
        ("402", "The account at a is used up"),
        ("comments_hang", "a gave no word in time"),
    ],
)
async def test_a_test_ends_in_the_right_sentence(
    sheet: ProviderSheet, server: FaultServer, scenario: str, words: str
) -> None:
    sheet.show_provider(provider("a", server.url(scenario), first_token_s=0.4))
    sheet.key._field.setText(KEY)
    sheet.test._test.click()
    assert sheet.test.running
    await until(lambda: not sheet.test.running)
    assert sheet.test.words.startswith(words)
    if scenario == "404":
        assert "It has m, m2." in sheet.test.words


async def test_a_test_of_a_hanging_server_is_cancelled(
    sheet: ProviderSheet, server: FaultServer
) -> None:
    hanging = provider("a", server.url("hang_headers"), first_token_s=30.0)
    sheet.show_provider(hanging)
    sheet.test._test.click()
    await until(lambda: sheet.test.running)
    sheet.test._cancel.click()
    assert "Cancelled" in sheet.test.words
    await until(lambda: not sheet._tasks)
    sheet.test._test.click()
    sheet.show_provider(hanging)
    assert not sheet.test.running


async def test_a_key_is_kept_and_forgotten_and_never_shown(sheet: ProviderSheet) -> None:
    sheet.key._field.setText(KEY)
    sheet.key._keep.click()
    await until(lambda: "until GhostPilot ends" in sheet.key.words)
    assert sheet.key.typed == ""
    sheet.key._forget.click()
    await until(lambda: "There is no key" in sheet.key.words)


async def test_a_slow_look_for_a_key_is_not_shown_after_the_key_was_kept() -> None:
    class SlowAtFirst(ProviderDesk):
        looks = 0

        async def key_place(self, provider: Provider) -> KeyPlace | None:
            self.looks += 1
            slow = self.looks == 1
            place = await super().key_place(provider)
            await asyncio.sleep(0.2 if slow else 0)
            return place

    desk = SlowAtFirst(Plan(Settings()))
    sheet = ProviderSheet(desk)
    sheet.show_provider(provider("a", "http://127.0.0.1:9/v1"))
    await until(lambda: desk.looks == 1)
    sheet.key._field.setText(KEY)
    sheet.key._keep.click()
    await until(lambda: not sheet._tasks)
    assert "until GhostPilot ends" in sheet.key.words
    await desk.aclose()


async def test_the_models_are_fetched_and_chosen(sheet: ProviderSheet) -> None:
    seen: list[Provider] = []
    sheet.form.edited.connect(seen.append)
    sheet.form._fetch.click()
    await until(lambda: sheet.form._model.count() == 2)
    await until(sheet.form._fetch.isEnabled)
    sheet.form._model.hidePopup()
    sheet.form._model.setCurrentIndex(1)
    sheet.form._model.activated.emit(1)
    assert seen[-1].model == "m2"


async def test_a_list_that_cannot_be_fetched_is_said(
    sheet: ProviderSheet, server: FaultServer
) -> None:
    sheet.show_provider(provider("a", server.url("nomodels")))
    sheet.form._fetch.click()
    await until(lambda: "gives no list of its models" in sheet.trouble)
    assert sheet.form._fetch.isEnabled()


async def test_what_cannot_be_is_said_and_taken_back(sheet: ProviderSheet) -> None:
    sheet.form._name.setText("b")
    sheet.refuse("There is another b.")
    assert (sheet.trouble, sheet.form._name.text()) == ("There is another b.", "a")
    await until(lambda: not sheet._tasks)
    assert sheet.trouble, "work that went well does not take it away"
    sheet.show_provider(None)
    assert sheet.trouble == ""


async def test_where_a_key_is_got_is_said_for_a_host_that_is_known(sheet: ProviderSheet) -> None:
    known = Provider("x", "https://api.example.com/v1", "")
    sheet.templates = (Template("X", known, keys_at="https://keys.example"),)
    sheet.show_provider(known)
    await until(lambda: "https://keys.example" in sheet.key.words)

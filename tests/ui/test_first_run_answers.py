"""A provider is chosen, tested and kept with its key; without one nothing is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.core.settings import Provider, Settings
from app.desks.providers import ProviderDesk
from app.parts import Plan
from app.ui.first_run_answers import AnswersPage
from tests.llm.fault_server import serve
from tests.recorded import until
from tests.ui.walking import BAD_KEY, Known, Remembered


async def shown(known: Known, settings: Remembered, who: str) -> AnswersPage:
    page = AnswersPage(known, settings)
    page.entered()
    await until(lambda: page.who.count() == 4 + len(settings.now.providers))
    page.who.setCurrentIndex(page.who.findText(who))
    page.who.activated.emit(page.who.currentIndex())
    return page


async def test_no_model_asks_for_nothing_and_keeps_nothing() -> None:
    settings = Remembered()
    page = await shown(Known(), settings, "No model: passages of my notes alone")
    assert page.details.isHidden()
    assert page.test.isHidden()
    page.go_on()
    assert page.trouble == ""
    assert settings.changes == []


async def test_a_passed_test_keeps_provider_and_key() -> None:
    known, settings = Known(), Remembered()
    page = await shown(known, settings, "OpenAI")
    assert "https://keys.example" in page.hint.text()
    assert "go to api.openai.com" in page.hint.text()
    page.key.setText(" secret ")
    page.test.test_wanted.emit()
    await until(lambda: known.keys)
    assert "answers" in page.test.words
    assert [one.name for one in settings.now.providers] == ["openai"]
    assert known.keys == {"openai": "secret"}


async def test_a_refused_key_is_said_and_nothing_is_kept() -> None:
    known, settings = Known(), Remembered()
    known.found = BAD_KEY
    page = await shown(known, settings, "OpenAI")
    page.key.setText("wrong")
    page.test.test_wanted.emit()
    await until(lambda: not page.test.running)
    assert "does not accept the key (401 no)" in page.test.words
    assert (known.keys, settings.now.providers) == ({}, ())


async def test_a_test_that_hangs_is_cancelled_by_leaving() -> None:
    known = Known()
    known.hangs = True
    page = await shown(known, Remembered(), "OpenAI")
    page.test.test_wanted.emit()
    assert page.test.running
    page.left()
    await until(lambda: not page.test.running)
    assert page.test.words.startswith("Cancelled")


async def test_next_keeps_what_was_not_tested() -> None:
    known, settings = Known(), Remembered()
    page = await shown(known, settings, "ollama (runs on this computer)")
    assert page.hint.text() == "Nothing leaves this computer."
    page.go_on()
    await until(lambda: settings.now.providers)
    assert settings.now.providers[0].name == "ollama"
    assert known.keys == {}


async def test_what_is_missing_is_said() -> None:
    page = await shown(Known(), Remembered(), "Custom")
    page.go_on()
    await until(lambda: page.trouble)
    assert "it names no host" in page.trouble
    page.address.setText("https://llm.example/v1")
    page.test.test_wanted.emit()
    assert "Which model?" in page.trouble


async def test_a_provider_that_is_set_up_comes_first() -> None:
    own = Provider("mine", "http://127.0.0.1:9/v1", "m")
    page = await shown(Known(), Remembered(Settings(providers=(own,))), "mine (set up)")
    assert page.provider == own


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("ok", "mine answers: key and model are right"),
        ("401", "mine does not accept the key"),
        ("404", "mine has no model any"),
        ("hang_headers", "mine gave no word in time"),
    ],
)
async def test_each_way_of_a_real_server_has_its_sentence(way: str, said: str) -> None:
    start = Provider("mine", "", "any", first_token_s=0.5, connect_s=0.5, total_s=1.0)
    settings = Remembered()
    desk = ProviderDesk(Plan(settings.now))
    async with serve("mine") as server:
        settings.now = Settings(providers=(replace(start, base_url=server.url(way)),))
        page = AnswersPage(desk, settings)
        page.key.setText("sk-typed-just-now")
        page.test.test_wanted.emit()
        await until(lambda: page.test.words and not page.test.running)
        await desk.aclose()
    assert said in page.test.words


async def test_what_is_typed_stays_when_a_local_server_is_found_late() -> None:
    found = asyncio.Event()

    class Slow(Known):
        async def offers(self) -> Sequence[Provider]:
            await found.wait()
            return await super().offers()

    page = AnswersPage(Slow(), Remembered())
    page.entered()
    await until(lambda: page.who.count() == 3)
    page.who.setCurrentIndex(page.who.findText("Custom"))
    page.who.activated.emit(page.who.currentIndex())
    page.address.setText("http://127.0.0.1:9/v1")
    found.set()
    await until(lambda: page.who.count() == 4)
    assert page.who.currentText() == "Custom"
    assert page.address.text() == "http://127.0.0.1:9/v1"

"""Providers are added, put in order, renamed and removed; only whole ones are told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from PyQt6.QtWidgets import QApplication, QMessageBox

from app.core import settings
from app.core.settings import Provider, Settings
from app.desks.providers import ProviderDesk
from app.parts import Plan
from app.ui.main_window import MainWindow
from app.ui.providers_page import ProvidersPage
from tests.llm.fault_server import FaultServer, serve
from tests.llm.narrating import KEY, provider
from tests.recorded import until


@pytest.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with serve("a") as running:
        yield running


@pytest.fixture
async def page(server: FaultServer) -> AsyncIterator[ProvidersPage]:
    desk = ProviderDesk(Plan(Settings()))
    window = MainWindow(settings.Overlay())
    made = ProvidersPage(desk)
    window.add_tab("providers", "Providers", lambda: made)
    made.set_providers((provider("a", server.url("ok")), provider("b", server.url("401"))))
    window.open("providers")
    await until(lambda: made.sheet.templates)
    yield made
    made.stop()
    window.hide()
    await until(lambda: not made.sheet._tasks)
    await desk.aclose()


def told(page: ProvidersPage) -> list[tuple[str, ...]]:
    seen: list[tuple[str, ...]] = []
    page.changed.connect(lambda providers: seen.append(tuple(one.name for one in providers)))
    return seen


async def test_order_is_changed_and_told(page: ProvidersPage) -> None:
    seen = told(page)
    page.list._down.click()
    assert seen == [("b", "a")]
    assert page.list.row == 1
    page.list._up.click()
    assert seen[-1] == ("a", "b")


async def test_an_unfinished_provider_is_shown_and_not_told(page: ProvidersPage) -> None:
    seen = told(page)
    page.list.added.emit(Provider("a", "https://", ""))
    assert "not asked yet" in page.list.texts[2]
    assert page.sheet.form._name.text() == "a 2"
    assert seen == []
    page.sheet.form._base_url.setText("https://new.invalid/v1")
    page.sheet.form._base_url.editingFinished.emit()
    page.sheet.form._model.setCurrentText("m")
    page.sheet.form._model.activated.emit(0)
    assert seen == [("a", "b", "a 2")]
    assert page.providers[2].base_url == "https://new.invalid/v1"


async def test_an_unfinished_provider_stays_when_settings_change_elsewhere(
    page: ProvidersPage,
) -> None:
    page.list.added.emit(Provider("new", "https://", ""))
    page.sheet.form._name.setText("half typed")
    page.set_providers(page.providers[:1])
    assert [text.split("\n")[0] for text in page.list.texts] == ["1.  a", "2.  new"]
    assert page.list.row == 1
    assert page.sheet.form._name.text() == "half typed"
    page.set_providers((provider("new", "http://127.0.0.1:9/v1"),))
    assert len(page.list.texts) == 1, "the settings have one of that name now"


async def test_what_the_settings_have_unfinished_stays_in_them(page: ProvidersPage) -> None:
    seen = told(page)
    page.set_providers((*page.providers, Provider("u", "https://", "m")))
    page.list._down.click()
    assert seen == [("b", "a", "u")]
    page.set_providers(page.providers[:2])
    assert len(page.list.texts) == 2, "it was taken out of the settings elsewhere"


async def test_a_renamed_provider_takes_its_key_along(page: ProvidersPage) -> None:
    page.sheet.key._field.setText(KEY)
    page.sheet.key._keep.click()
    await until(lambda: "until GhostPilot ends" in page.sheet.key.words)
    page.sheet.form._name.setText("renamed")
    page.sheet.form._name.editingFinished.emit()
    await until(lambda: not page.sheet._tasks)
    assert await page._source.key_place(page.providers[0]) == "session"
    assert await page._source.key_place(replace(page.providers[0], name="a")) is None


async def test_a_name_stays_unlike_the_others(page: ProvidersPage) -> None:
    seen = told(page)
    page.sheet.form._name.setText("b")
    page.sheet.form._name.editingFinished.emit()
    assert "a name of its own" in page.sheet.trouble
    assert page.sheet.form._name.text() == "a"
    assert seen == []


@pytest.mark.parametrize(("button", "left"), [("Remove", ("b",)), ("Keep it", ("a", "b"))])
async def test_removal_is_asked_for(
    page: ProvidersPage, button: str, left: tuple[str, ...]
) -> None:
    page.list._remove.click()
    boxes: list[QMessageBox] = []

    def asked() -> bool:
        boxes[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
        return any(box.isVisible() for box in boxes)

    await until(asked)
    (chosen,) = [one for box in boxes for one in box.buttons() if one.text() == button]
    chosen.click()
    await until(lambda: not page.sheet._tasks)
    assert tuple(one.name for one in page.providers) == left


async def test_without_providers_the_page_says_what_that_means(page: ProvidersPage) -> None:
    page.set_providers(())
    assert page._empty.isVisible() and not page._scroll.isVisible()
    assert "from your notes alone" in page._empty.text()


async def test_the_same_providers_leave_the_form_alone(page: ProvidersPage) -> None:
    page.sheet.form._name.setText("half typed")
    page.set_providers(page.providers)
    assert page.sheet.form._name.text() == "half typed"

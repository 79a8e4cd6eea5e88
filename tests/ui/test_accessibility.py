"""Every window can be used without a mouse, by a screen reader, and with text twice as large."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest
from PyQt6.QtWidgets import QAbstractButton, QWidget

from app.core import events as e
from app.core.settings import Provider, Settings, declarations, replace_values
from app.desks.autostart import AutostartDesk
from app.desks.consent import ConsentDesk
from app.desks.first_look import FirstLookDesk
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.tabs import make_main_window
from app.ui.autostart_box import AutostartBox
from app.ui.capture_report import Report, RouteResult
from app.ui.first_run import FirstRun, Step
from app.ui.first_run_answers import AnswersPage
from app.ui.first_run_capture import CapturePage
from app.ui.first_run_consent import ConsentPage
from app.ui.first_run_keys import KeysPage
from app.ui.first_run_notes import NotesPage
from app.ui.first_run_page import Page
from app.ui.first_run_question import QuestionPage
from app.ui.first_run_sound import SoundPage
from app.ui.language import use_language
from app.ui.main_window import MainWindow
from app.ui.overlay import Overlay
from app.ui.settings_tab import SettingsTab
from tests.recorded import conversation, record, until
from tests.ui.accessible import clipped, controls, described, looks_focused, name_of, reached_by_tab
from tests.ui.walking import Devices, Known, Remembered

TWICE = 30
"""Points: twice the default."""
SERVICE = Provider("service", "https://api.example.com/v1", "any", key_env="SERVICE_KEY")


def settings_pages() -> list[str]:
    """The sections of the settings in the order of their declarations."""
    return list(dict.fromkeys(one.section for one in declarations()))


TABS = ("sessions", "prompts", "knowledge", "preflight")
PAGES = (*settings_pages(), "providers", "start")


@pytest.fixture
async def window(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MainWindow]:
    """The window with all its tabs filled; the mark ``large`` gives it text twice as large."""
    record(conversation())
    large = request.node.get_closest_marker("large") is not None
    settings = replace_values(Settings(), {"overlay.font_size": TWICE} if large else {})
    settings = dataclasses.replace(settings, providers=(SERVICE,))
    overlay = Overlay(settings.overlay, on_problem=print)
    async with AsyncExitStack() as stack:
        plan = Plan(settings)
        made = make_main_window(plan, SettingsDesk(plan, print), overlay, stack)
        made.resize(1600, 1000) if large else None
        yield made
        made.hide()
        await asyncio.sleep(0.3)
        made.deleteLater()
    overlay.close()


async def shown(window: MainWindow, name: str) -> MainWindow:
    """A tab as the user finds it once its data are there."""
    window.open(name)
    tab = window.tab(name)
    assert tab is not None
    ready = {
        "sessions": lambda: tab.view.turn is not None,
        "prompts": lambda: tab.outcome.preview.toPlainText(),
        "knowledge": lambda: tab.notes.rowCount() and tab.sidebar.stop.isHidden(),
    }.get(name, lambda: True)
    if name == "sessions":
        tab.refresh()
    await until(ready)
    await settled(window)
    return window


@pytest.mark.parametrize("name", TABS)
async def test_every_control_has_a_name_is_reached_by_tab_and_shows_the_focus(
    window: MainWindow, name: str
) -> None:
    await shown(window, name)
    parts = list(controls(window))
    assert len(parts) >= 4
    assert [described(part) for part in parts if not name_of(part).strip()] == []
    reached = await reached_by_tab(window)
    assert [described(part) for part in parts if part not in reached] == []
    assert [described(part) for part in parts if not looks_focused(window, part)] == []


@pytest.mark.large
@pytest.mark.parametrize("name", TABS)
async def test_text_twice_as_large_is_not_cut(window: MainWindow, name: str) -> None:
    await shown(window, name)
    assert clipped(window) == []
    least = window.minimumSizeHint()
    assert least.width() <= 1240, "it must fit a small screen"
    assert least.height() <= 1040


async def settled(window: QWidget) -> None:
    """Wait until nothing new has come to be reached for a while: pages fill by and by."""
    before: list[QWidget] = []
    while (now := list(controls(window))) != before:
        before = now
        await asyncio.sleep(0.4)


async def shown_page(window: MainWindow, page: str) -> SettingsTab:
    """A page of the settings as the user finds it."""
    window.open("settings")
    tab = window.tab("settings")
    assert isinstance(tab, SettingsTab)
    tab.open(page)
    await settled(window)
    return tab


@pytest.mark.parametrize("page", PAGES)
async def test_every_setting_has_a_name_is_reached_by_tab_and_shows_the_focus(
    window: MainWindow, page: str
) -> None:
    await shown_page(window, page)
    parts = list(controls(window))
    assert len(parts) >= 5
    assert [described(part) for part in parts if not name_of(part).strip()] == []
    reached = await reached_by_tab(window)
    assert [described(part) for part in parts if part not in reached] == []
    assert [described(part) for part in parts if not looks_focused(window, part)] == []


@pytest.mark.large
@pytest.mark.parametrize("page", PAGES)
async def test_settings_twice_as_large_are_not_cut(window: MainWindow, page: str) -> None:
    await shown_page(window, page)
    assert clipped(window) == []
    least = window.minimumSizeHint()
    assert least.width() <= 1900, "it must fit a usual screen"
    assert least.height() <= 1040


ANSWERED = (
    e.Status("listening", recording=True),
    e.Transcript("u1", "them", "How would you roll back a deploy?", 0, 1, True),
    e.Question("q", 0, "How would you roll back a deploy?", "technical", "them", 1),
    e.Passages("q", True, 3.0, (e.Passage(
        "p", "Run railctl rollback.", "runbooks/deploys.md", "Deploys > Rollback",
        "/n/deploys.md", 1, 0.03, e.Why(1, 1, ("rollback",))),)),
    e.AnswerDelta("q", "Run `railctl rollback` [1]."),
    e.Answer("q", "Run `railctl rollback` [1].", "offline", None, "complete", e.Timing(4, 9), (1,)),
    e.Problem("audio.me", "The microphone has gone silent", "No sound for 30 s.", "Look at it.",
              sticky=True),
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "points"),
    [("answered", 15), ("answered", TWICE), ("consent", 15), ("typing", 15)],
)
async def test_the_overlay_names_its_parts_and_cuts_no_words(state: str, points: int) -> None:
    chosen = replace_values(Settings(), {"overlay.font_size": points}).overlay
    overlay = Overlay(chosen, on_problem=print)
    overlay.show()
    for event in ANSWERED if state != "consent" else ():
        overlay.show_event(event)
    overlay.flush()
    if state == "typing":
        overlay.open_ask_line()
    elif state == "consent":
        overlay.show_consent()
    await asyncio.sleep(0.2)
    parts = list(controls(overlay))
    assert [described(part) for part in parts if not name_of(part).strip()] == []
    assert clipped(overlay) == []
    overlay.close()


def first_run(points: int) -> FirstRun:
    """The walk with devices, services and settings that only remember."""
    kept = Remembered(replace_values(Settings(), {"overlay.font_size": points}))
    at = datetime.datetime(2026, 11, 20, 14, 3)

    async def test() -> Report:
        return Report(at, (RouteResult("Qt", "VISIBLE"),))

    def question() -> Page:
        box = AutostartBox(AutostartDesk())
        page = QuestionPage(kept, sample=lambda: True, at_login=box)
        for event in ANSWERED[2:-1]:
            page.show_event(event)
        return page

    steps: dict[str, Callable[[], Page]] = {
        "me": lambda: SoundPage("me", Devices(), kept),
        "them": lambda: SoundPage("them", Devices(-20.0), kept, FirstLookDesk().play_test_sound),
        "notes": lambda: NotesPage(FirstLookDesk(), kept),
        "answers": lambda: AnswersPage(Known(), kept),
        "keys": lambda: KeysPage(kept),
        "captures": lambda: CapturePage(test, "Share one window instead of the screen."),
        "consent": lambda: ConsentPage(ConsentDesk(lambda: kept.now), kept),
        "question": question,
    }
    made = [Step(name, f"The step of {name}", make) for name, make in steps.items()]
    return FirstRun(kept.now.overlay, made)


@pytest.mark.parametrize("points", [15, TWICE])
async def test_each_of_the_first_steps_can_be_walked_without_a_mouse(points: int) -> None:
    walk = first_run(points)
    walk.resize(1200, 1000) if points == TWICE else None
    walk.open()
    seen = []
    while walk.step not in seen:
        seen.append(walk.step)
        await settled(walk)
        parts = list(controls(walk))
        assert [described(part) for part in parts if not name_of(part).strip()] == [], walk.step
        reached = await reached_by_tab(walk)
        assert [described(part) for part in parts if part not in reached] == [], walk.step
        assert [described(part) for part in parts if not looks_focused(walk, part)] == [], walk.step
        assert clipped(walk) == [], walk.step
        if len(seen) < 8:
            walk.next()
    assert len(seen) == 8
    walk.close()
    walk.deleteLater()
    await asyncio.sleep(0.3)


@pytest.mark.parametrize("language", ["en", "de"])
async def test_large_first_steps_fit_beside_the_overlay_and_each_letter_does_one_thing(
    language: str,
) -> None:
    use_language(language)
    try:
        walk = first_run(TWICE)
        walk.resize(656, 720)  # what an overlay leaves of a screen of 1280 by 800
        walk.open()
        for number in range(8):
            await asyncio.sleep(0.4)
            assert walk.width() == 656, walk.step
            assert walk.page.width() <= 656, walk.step
            assert clipped(walk) == [], walk.step
            buttons = [one for one in walk.findChildren(QAbstractButton) if one.isVisible()]
            letters = [one.shortcut().toString() for one in buttons if not one.shortcut().isEmpty()]
            assert len(letters) == len(set(letters)), (walk.step, letters)
            if number < 7:
                walk.next()
        walk.close()
        walk.deleteLater()
        await asyncio.sleep(0.3)
    finally:
        use_language("en")

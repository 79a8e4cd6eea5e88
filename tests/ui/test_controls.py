"""Hotkeys, tray and commands of other processes end in the same actions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtWidgets import QMenu

from app.core import control, settings
from app.core.errors import GhostPilotError
from app.core.events import Problem, Status
from app.platforms.null import NullExclusion
from app.ui import controls as module
from app.ui.click_through import is_click_through
from tests.ui.control_desk import KEYS, Desk, controlled


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with controlled(settings.Overlay()) as made:
        yield made


@pytest.mark.parametrize("action", [*KEYS, *control.COMMANDS])
async def test_every_hotkey_and_command_does_something(desk: Desk, action: str) -> None:
    desk.controls.act(action)


@pytest.mark.parametrize(
    ("action", "area"),
    [("screenshot", ""), ("screenshot_region", "region"), ("screenshot_all", "all")],
)
async def test_what_is_asked_about_is_passed_on(desk: Desk, action: str, area: str) -> None:
    desk.controls.act(action)
    assert desk.said == [("screenshot", area)]


async def test_the_menu_offers_what_to_ask_about(desk: Desk) -> None:
    (menu,) = [m for m in desk.controls.tray.menu.findChildren(QMenu) if m.title() == "Ask about"]
    for action in menu.actions():
        action.trigger()
    assert desk.said == [("screenshot", area) for area in ("screen", "all", "region")]


@pytest.mark.parametrize("action", ["ask_now", "pause", "stop_answer"])
async def test_what_is_not_the_overlays_is_passed_on(desk: Desk, action: str) -> None:
    desk.hotkeys.press(action)
    assert desk.said == [(action,)]


async def test_a_key_held_collects_a_question_until_it_is_let_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    clock = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])

    def capture(on: bool) -> None:
        told.append(on)
        desk.controls.show_event(Status("capturing" if on else "listening", recording=False))

    desk.controls.capture.connect(capture)
    desk.hotkeys.press("hold_to_capture")
    clock[0] += 20.0
    desk.controls.act("hold_to_capture released")
    assert told == [True, False]

    desk.hotkeys.press("hold_to_capture")  # a tap: it lasts until the next
    clock[0] += 0.1
    desk.controls.act("hold_to_capture released")
    assert told == [True, False, True]
    clock[0] += 30.0
    desk.hotkeys.press("hold_to_capture")
    desk.controls.act("hold_to_capture released")
    assert told == [True, False, True, False]


async def test_a_capture_that_was_refused_is_begun_anew_by_the_next_press(desk: Desk) -> None:
    told: list[bool] = []
    desk.controls.capture.connect(told.append)
    desk.hotkeys.press("hold_to_capture")
    desk.controls.act("capture")
    assert told == [True, True]


async def test_toggle_hides_and_shows(desk: Desk) -> None:
    desk.hotkeys.press("toggle")
    assert not desk.overlay.isVisible()
    desk.hotkeys.press("toggle")
    assert desk.overlay.isVisible()


async def test_another_process_can_quit_and_show(desk: Desk) -> None:
    await asyncio.to_thread(control.send, "show")
    await asyncio.to_thread(control.send, "quit")
    assert desk.said == [("window", "main"), ("quit",)]


async def test_click_through_is_switched_everywhere_at_once(desk: Desk) -> None:
    assert is_click_through(desk.overlay)
    desk.hotkeys.press("click_through")
    assert not is_click_through(desk.overlay)
    assert desk.said == [("overlay.click_through", False)]


async def test_the_overlay_moves_by_key(desk: Desk) -> None:
    before = desk.overlay.place
    desk.hotkeys.press("move_left")
    desk.hotkeys.press("move_down")
    after = desk.overlay.place
    assert (after.x, after.y) == (before.x - module.STEP, before.y + module.STEP)


async def test_a_key_that_cannot_be_had_is_passed_on() -> None:
    desk = Desk(settings.Overlay(), NullExclusion())
    trouble = Problem("hotkeys", "No keys here")
    desk.hotkeys._problem = trouble
    await desk.controls.bind(KEYS)
    assert desk.problems == [trouble]
    await desk.controls.aclose()
    desk.overlay.close()


async def test_the_tray_follows_the_session(desk: Desk) -> None:
    desk.controls.show_event(Status("listening", recording=True))
    assert desk.controls.tray.menu.actions()[0].text() == "Listening, recording"


async def test_a_problem_behind_a_hidden_overlay_is_told_by_the_tray(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Problem] = []
    monkeypatch.setattr(desk.controls.tray, "notify", told.append)
    lost = Problem("audio", "The microphone is gone", sticky=True)
    desk.controls.show_event(lost)
    assert told == []  # the overlay shows it
    desk.overlay.hide()
    desk.controls.show_event(lost)
    desk.controls.show_event(Problem("llm", "A passing one"))
    assert told == [lost]


async def test_a_key_that_cannot_be_had_leaves_the_keys_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[dict[str, str]] = []

    async def bind(keys: dict[str, str]) -> list[Problem]:
        bound.append(keys)
        taken = [Problem("hotkeys", "The key of toggle does not work", "held", sticky=True)]
        if keys["pause"] == "Ctrl+F9":
            taken.append(Problem("hotkeys", "The key Ctrl+F9 does not work", "held by another"))
        return taken

    monkeypatch.setattr(desk.hotkeys, "bind", bind)
    await desk.controls.bind(KEYS)
    with pytest.raises(GhostPilotError, match="held by another"):
        await desk.controls.rebind(KEYS | {"pause": "Ctrl+F9"})
    assert bound[-1] == KEYS

    free = KEYS | {"pause": "Ctrl+F8"}
    await desk.controls.rebind(free)
    assert bound[-1] == free
    assert [problem.title for problem in desk.problems][-1] == "The key of toggle does not work"


async def test_the_keyboard_comes_by_key_and_goes_by_key(desk: Desk) -> None:
    desk.overlay.hide()
    desk.hotkeys.press("keyboard")
    assert desk.overlay.isVisible() and desk.overlay.has_keyboard
    assert not is_click_through(desk.overlay)
    assert not desk.overlay._content.keys.isHidden()
    desk.hotkeys.press("keyboard")
    assert not desk.overlay.has_keyboard
    assert is_click_through(desk.overlay)
    assert desk.overlay._content.keys.isHidden()


async def test_one_call_changes_the_look_and_the_clicks(desk: Desk) -> None:
    followed: list[settings.Overlay] = []
    desk.overlay.look_changed.connect(followed.append)
    chosen = settings.Overlay(theme="light", font_size=20, click_through=False)
    desk.overlay.apply_settings(chosen)
    assert followed == [chosen]
    assert not is_click_through(desk.overlay)
    desk.overlay.larger_text()
    assert desk.overlay.chosen.click_through is False

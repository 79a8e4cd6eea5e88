"""Hotkeys, tray and commands of other processes end in the same actions."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
from collections.abc import AsyncIterator
from functools import partial

import pytest
from PyQt6.QtWidgets import QMenu

from app.core import control, settings
from app.core.errors import GhostPilotError
from app.core.events import Problem, Status
from app.platforms.null import NullExclusion, NullHotkeys
from app.ui import controls as module
from app.ui.capture_report import Report, RouteResult
from app.ui.click_through import is_click_through
from app.ui.controls import Controls
from app.ui.local_server import LocalServer
from app.ui.overlay import Overlay
from tests.recorded import until

KEYS = dataclasses.asdict(settings.Hotkeys())


class Desk:
    """An overlay with its controls, and what they passed on."""

    def __init__(self, chosen: settings.Overlay, exclusion: NullExclusion) -> None:
        self.hotkeys = NullHotkeys()
        self.overlay = Overlay(chosen, on_problem=lambda problem: None)
        self.overlay.show()
        server = LocalServer()
        assert server.start()
        self.controls = Controls(
            self.overlay, chosen, exclusion=exclusion, hotkeys=self.hotkeys, routes=[],
            server=server,
        )  # fmt: skip
        self.said: list[tuple[object, ...]] = []
        self.problems: list[Problem] = []
        for name in ("ask_now", "pause", "screenshot", "stop_answer", "quit"):
            getattr(self.controls, name).connect(partial(self._say, name))
        self.controls.window_wanted.connect(lambda which: self.said.append(("window", which)))
        self.controls.setting_changed.connect(lambda key, value: self.said.append((key, value)))
        self.controls.problem.connect(self.problems.append)

    def _say(self, name: str, *more: object) -> None:
        self.said.append((name, *more))


@pytest.fixture
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    chosen = getattr(request, "param", settings.Overlay())
    desk = Desk(chosen, NullExclusion("share one window"))
    desk.controls.start()
    await desk.controls.bind(KEYS)
    yield desk
    await desk.controls.aclose()
    desk.overlay.close()
    desk.overlay.deleteLater()
    await asyncio.sleep(0)


def report(verdict: str) -> Report:
    at = datetime.datetime(2026, 11, 20, 14, 3)
    return Report(at, (RouteResult("Qt", verdict),))  # type: ignore[arg-type]


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


async def test_the_overlay_counts_as_left_out_until_it_was_seen(desk: Desk) -> None:
    assert not desk.controls.left_out_of_captures
    desk.controls.exclusion.answer = "excluded"
    assert desk.controls.left_out_of_captures
    desk.controls._tested(report("VISIBLE"))
    assert not desk.controls.left_out_of_captures


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


async def test_captures_that_see_it_are_warned_of_once(desk: Desk) -> None:
    desk.controls.self_test.reported.emit(report("VISIBLE"))
    desk.controls.self_test.reported.emit(report("VISIBLE"))
    (problem,) = desk.problems
    assert problem.title == "Screen captures see the overlay"
    assert problem.next_step == "share one window"

    desk.controls.self_test.reported.emit(report("not seen"))
    desk.controls.self_test.reported.emit(report("VISIBLE"))
    assert len(desk.problems) == 2


@pytest.mark.parametrize("desk", [settings.Overlay(seen_by_captures="hide")], indirect=True)
async def test_an_overlay_that_captures_see_can_be_hidden(desk: Desk) -> None:
    desk.controls.self_test.reported.emit(report("not seen"))
    assert desk.overlay.isVisible()
    desk.controls.self_test.reported.emit(report("VISIBLE"))
    assert not desk.overlay.isVisible()


@pytest.mark.parametrize("desk", [settings.Overlay(seen_by_captures="ignore")], indirect=True)
async def test_captures_can_be_ignored(desk: Desk) -> None:
    desk.controls.self_test.reported.emit(report("VISIBLE"))
    assert desk.problems == []
    assert desk.overlay.isVisible()


async def test_a_key_that_cannot_be_had_is_passed_on() -> None:
    desk = Desk(settings.Overlay(), NullExclusion())
    trouble = Problem("hotkeys", "No keys here")
    desk.hotkeys._problem = trouble
    await desk.controls.bind(KEYS)
    assert desk.problems == [trouble]
    await desk.controls.aclose()
    desk.overlay.close()


async def test_after_a_sleep_everything_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(desk.controls.exclusion, "ask_all", lambda: asked.append("exclusion"))
    monkeypatch.setattr(desk.controls.self_test, "request", lambda: asked.append("test"))
    desk.controls.sleep_watch.woke.emit()
    assert asked == ["exclusion", "test"]


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


async def test_the_keyboard_of_the_overlay_does_not_make_it_visible_to_captures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def exclude(window: int) -> str:
        asked.append(window)
        return "excluded"

    monkeypatch.setattr(desk.controls.exclusion._exclusion, "exclude", exclude)
    monkeypatch.setattr(desk.overlay, "isActiveWindow", lambda: True)
    desk.controls.exclusion.start()
    desk.hotkeys.press("keyboard")
    await until(lambda: asked)
    await asyncio.sleep(0.05)
    asked.clear()
    desk.hotkeys.press("keyboard")  # hides and shows the window, to give the focus back
    await until(lambda: int(desk.overlay.winId()) in asked)


async def test_one_call_changes_the_look_and_the_clicks(desk: Desk) -> None:
    followed: list[settings.Overlay] = []
    desk.overlay.look_changed.connect(followed.append)
    chosen = settings.Overlay(theme="light", font_size=20, click_through=False)
    desk.overlay.apply_settings(chosen)
    assert followed == [chosen]
    assert not is_click_through(desk.overlay)
    desk.overlay.larger_text()
    assert desk.overlay.chosen.click_through is False


async def test_the_preflight_learns_what_only_the_program_knows(desk: Desk) -> None:
    own = desk.controls.own_checks
    hotkeys, capture = await own["hotkeys"](), await own["capture"]()
    assert (hotkeys.name, capture.name) == ("hotkeys", "capture")
    assert (await own["running"]()).verdict == "PASS", "it does not have to ask itself"
    assert hotkeys.verdict in ("PASS", "FAIL"), "it was answered"
    assert capture.words

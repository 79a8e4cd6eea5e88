"""What captures see of the overlay is told, and may hide it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.core import settings
from tests.recorded import until
from tests.ui.control_desk import Desk, controlled, report


@pytest.fixture
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    async with controlled(getattr(request, "param", settings.Overlay())) as made:
        yield made


async def test_the_overlay_counts_as_left_out_until_it_was_seen(desk: Desk) -> None:
    assert not desk.controls.left_out_of_captures
    desk.controls.exclusion.answer = "excluded"
    assert desk.controls.left_out_of_captures
    desk.controls._tested(report("VISIBLE"))
    assert not desk.controls.left_out_of_captures


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


async def test_after_a_sleep_everything_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(desk.controls.exclusion, "ask_all", lambda: asked.append("exclusion"))
    monkeypatch.setattr(desk.controls.self_test, "request", lambda: asked.append("test"))
    desk.controls.sleep_watch.woke.emit()
    assert asked == ["exclusion", "test"]


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


async def test_the_preflight_learns_what_only_the_program_knows(desk: Desk) -> None:
    own = desk.controls.own_checks
    hotkeys, capture = await own["hotkeys"](), await own["capture"]()
    assert (hotkeys.name, capture.name) == ("hotkeys", "capture")
    assert (await own["running"]()).verdict == "PASS", "it does not have to ask itself"
    assert hotkeys.verdict in ("PASS", "FAIL"), "it was answered"
    assert capture.words

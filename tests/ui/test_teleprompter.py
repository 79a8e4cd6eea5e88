"""A note scrolls by itself, at the speed chosen, and stops at its end."""

from __future__ import annotations

import asyncio

import pytest
from PyQt6.QtWidgets import QScrollBar

from app.ui.styles import PALETTES
from app.ui.teleprompter import Teleprompter
from tests.recorded import until

NOTE = "A line of the note.\n\n" * 60


@pytest.fixture
async def script() -> Teleprompter:
    script = Teleprompter(PALETTES["dark"])
    script.resize(400, 200)
    script.show()
    script.show_note("runbooks/deploys.md", NOTE)
    return script


def bar_of(script: Teleprompter) -> QScrollBar:
    bar = script._view.verticalScrollBar()
    assert bar is not None
    return bar


async def test_a_note_begins_at_its_top_and_stands_still(script: Teleprompter) -> None:
    await asyncio.sleep(0.1)
    assert bar_of(script).value() == 0
    assert not script.running
    assert script.title == "runbooks/deploys.md"


async def test_it_moves_once_started_and_stays_when_paused(script: Teleprompter) -> None:
    script.set_speed(200, stepwise=False)
    script.toggle()
    await until(lambda: bar_of(script).value() > 0)
    script.toggle()
    place = bar_of(script).value()
    await asyncio.sleep(0.1)
    assert bar_of(script).value() == place


async def test_it_stops_at_the_end(script: Teleprompter) -> None:
    script.step(10_000)
    assert bar_of(script).value() == bar_of(script).maximum()
    script.start()
    await until(lambda: not script.running)


async def test_without_movement_it_steps_a_line_at_a_time(script: Teleprompter) -> None:
    script.set_speed(200, stepwise=True)
    places: list[int] = []
    bar_of(script).valueChanged.connect(places.append)
    script.start()
    await until(lambda: len(places) == 2)
    assert places[0] > 5
    assert places[1] - places[0] > 5


async def test_the_speed_has_limits_and_is_told(script: Teleprompter) -> None:
    speeds: list[int] = []
    script.speed_changed.connect(speeds.append)
    script.change_speed(+1000)
    script.change_speed(-1000)
    assert speeds == [200, 5]


async def test_a_hidden_note_does_not_move(script: Teleprompter) -> None:
    script.start()
    script.hide()
    assert not script.running

"""The timeline draws what is in sight and never more bars than it can; a click names a turn."""

from __future__ import annotations

import numpy as np

from app.desks.sessions import SessionDesk
from app.store.statistics import Latency
from app.ui.styles import PALETTES
from app.ui.timeline_chart import MOST_BARS, TimelineChart, merged
from tests.recorded import conversation, record
from tests.ui.turn_rows import turn_row


async def test_a_session_is_drawn(desk: SessionDesk) -> None:
    name = record(conversation()).name
    await desk.sessions()
    chart = TimelineChart(PALETTES["dark"])
    chart.show_session(await desk.turns(name), await desk.said(name))
    chart.show_latency(Latency(3, 400.0, 500.0))
    chart.show_position(4.0)
    assert chart.bars == 3
    assert [line.value() for line in chart._lines] == [400.0, 500.0]
    chart.resize(600, 200)
    chart.set_colours(PALETTES["light"])
    assert not chart.grab().isNull()


async def test_many_turns_are_drawn_as_few_bars_and_one_by_one_from_near() -> None:
    chart = TimelineChart(PALETTES["dark"])
    chart.show_session([turn_row(n, None if n % 3 else 0.5) for n in range(1, 10_001)], [])
    assert chart.bars == MOST_BARS
    chart._top.setXRange(100, 300, padding=0)
    assert 20 <= chart.bars <= 23


async def test_a_longer_session_after_a_shorter_one_is_seen_whole() -> None:
    chart = TimelineChart(PALETTES["dark"])
    chart.show_session([turn_row(1)], [])
    chart.show_session([turn_row(n) for n in range(1, 51)], [])
    low, high = chart._top.viewRange()[0]
    assert low <= 0
    assert high >= 500
    assert chart.bars == 50


async def test_an_empty_session_is_an_empty_chart() -> None:
    chart = TimelineChart(PALETTES["dark"])
    chart.show_session([], [])
    assert chart.bars == 0


async def test_a_click_names_the_nearest_turn() -> None:
    chart = TimelineChart(PALETTES["dark"])
    chart.resize(800, 200)
    chart.show_session([turn_row(1), turn_row(2), turn_row(3)], [])
    chart.grab()
    clicked: list[int] = []
    chart.turn_clicked.connect(clicked.append)

    class Click:
        def scenePos(self) -> object:
            from PyQt6.QtCore import QPointF

            return chart._top.vb.mapViewToScene(QPointF(21.0, 100.0))

    chart._clicked(Click())
    assert clicked == [2]


def test_spans_close_together_are_one() -> None:
    spans = np.array([(0, 1), (1.05, 2), (5, 6), (90, 91)], float)
    assert merged(spans, 0, 10, 0.1).tolist() == [[0, 2], [5, 6]]
    assert merged(np.zeros((0, 2)), 0, 10, 0.1).tolist() == []

"""Every stage has a colour of its own, and a chart is no stop for the keyboard."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGraphicsView

from app.store.statistics import STAGES
from app.ui.chart_parts import stage_colours, without_focus
from app.ui.styles import PALETTES


@pytest.mark.parametrize("theme", sorted(PALETTES))
def test_every_stage_has_a_colour_of_its_own(theme: str) -> None:
    assert len(set(stage_colours(PALETTES[theme]))) == len(STAGES)


async def test_a_chart_takes_no_focus() -> None:
    chart = QGraphicsView()
    without_focus(chart)
    inside = chart.viewport()
    assert inside is not None
    assert chart.focusPolicy() == inside.focusPolicy() == Qt.FocusPolicy.NoFocus

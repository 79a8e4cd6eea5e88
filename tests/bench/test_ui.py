"""The overlay's figures come from real windows, each with its goal."""

from __future__ import annotations

import os

import pytest

from app.bench import ui


def test_a_load_reports_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = ui._measure("paint", {**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    assert float(figures["first_paint_ms"]) > 0
    assert figures["heavy_modules"] == ""


@pytest.mark.slow
def test_every_figure_but_the_names_has_a_goal() -> None:
    figures = list(ui.run(None))
    assert [figure.name for figure in figures if not figure.goal] == [
        "drawn on",
        "CPU until the first paint",
        "which",
        "end of a 10,000-token answer",
    ]

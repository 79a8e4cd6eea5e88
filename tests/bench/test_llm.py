"""The benchmark of narration measures what it says, with its goals beside."""

from __future__ import annotations

import pytest

from app.bench import llm


def test_every_figure_with_its_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "TURNS", 5)
    monkeypatch.setattr(llm, "FAST_TURNS", 1)
    monkeypatch.setattr(llm, "CANCELS", 2)
    figures = {figure.name: figure for figure in llm.run(None)}
    assert len(figures) == 11
    assert [name for name in figures if not name.startswith("llm: ")] == []
    assert sum(1 for figure in figures.values() if figure.goal) == 9
    assert figures["llm: dead provider, requests in 10 questions"].value == 2
    assert float(figures["llm: words through the engine"].value) > 0

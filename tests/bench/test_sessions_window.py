"""The figures of the sessions window come from a real one in a process of its own."""

from __future__ import annotations

import pytest

from app.bench import sessions_window


@pytest.mark.slow
def test_every_figure_but_the_first_has_a_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions_window, "TURNS", 30)
    figures = {figure.name: figure for figure in sessions_window.run(None)}
    assert [name for name, figure in figures.items() if not figure.goal] == [
        "window built, charts loaded"
    ]
    assert figures["a session of 30 turns on screen"].goal == "<= 300"
    assert figures["answers played back byte by byte"].value == 1

"""The start-up figures are measured in real processes and carry their goals."""

from __future__ import annotations

import pytest

from app.bench import startup


def test_a_process_is_timed_to_its_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "RUNS", 1)
    figures = {figure.name: figure for figure in startup.run(None)}
    assert figures["first paint, offscreen"].goal == "<= 800"
    assert figures["heavy modules at first paint"].value == 0
    assert figures["which"].value == "none"
    assert 0 < figures["first search, fresh process"].value < 60

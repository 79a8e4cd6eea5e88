"""The session benchmark states its goals and measures real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bench import session_kills, sessions


def test_each_figure_has_a_name_and_most_a_goal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = session_kills.Killed(saved=3, lost_turns=0, oldest_lost_s=0.1, opens=True, goes_on=True)
    monkeypatch.setattr(sessions, "kill_once", lambda folder, after_s: whole)
    monkeypatch.setattr(sessions, "SESSIONS", 3)
    monkeypatch.setattr(sessions, "LONG_SESSION", 30)
    monkeypatch.setattr(sessions, "PIECES", 10)
    figures = list(sessions.run(None))
    assert len({figure.name for figure in figures}) == len(figures) == 16
    assert sum(bool(figure.goal) for figure in figures) == 14

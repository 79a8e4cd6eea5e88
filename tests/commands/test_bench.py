"""The bench command prints figures as they come and says whether a goal was missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bench import startup
from app.bench.base import Figure, at_most
from app.cli import main


def test_a_missed_goal_is_exit_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(data: Path | None) -> Iterator[Figure]:
        yield at_most("wait", 7.0, "ms", 5)
        yield Figure("which", "none")

    monkeypatch.setattr(startup, "run", measured)
    assert main(["bench", "startup", "--json"]) == 1
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == {
        "type": "figure",
        "name": "wait",
        "value": 7.0,
        "unit": "ms",
        "goal": "<= 5",
        "pass": False,
    }
    assert (second["goal"], second["pass"]) == (None, None)
    main(["bench", "startup"])
    assert "MISSED" in capsys.readouterr().out

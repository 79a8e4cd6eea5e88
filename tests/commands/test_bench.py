"""The bench command prints figures as they come and says whether a goal was missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bench import startup, ui
from app.bench.base import Figure, at_most
from app.cli import main
from app.commands import bench


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


def test_of_all_subjects_one_that_breaks_does_not_end_the_rest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(data: Path | None) -> Iterator[Figure]:
        yield Figure("first", 1)
        raise RuntimeError("the disk has gone")

    def measured(data: Path | None) -> Iterator[Figure]:
        yield Figure("second", 2, reason="it is what it is")

    monkeypatch.setattr(bench, "SUBJECTS", ("startup", "ui"))
    monkeypatch.setattr(startup, "run", broken)
    monkeypatch.setattr(ui, "run", measured)
    assert main(["bench", "all", "--json"]) == 1
    captured = capsys.readouterr()
    first, trouble, second = [json.loads(line) for line in captured.out.splitlines()]
    assert (first["name"], second["name"]) == ("first", "second")
    assert trouble["pass"] is False and "the disk has gone" in trouble["value"]
    assert second["reason"] == "it is what it is"
    assert "startup (1 of 2)" in captured.err and "ui (2 of 2)" in captured.err

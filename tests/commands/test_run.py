"""The default command hands the app its settings and its redactor, and returns its code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import app.main
from app.cli import main
from app.core.events import Problem
from app.parts import Plan


def test_run_starts_the_app_with_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plans: list[Plan] = []

    def run(plan: Plan, problems: object = (), *, first_run: bool = False) -> int:
        plans.append(plan)
        return 5

    monkeypatch.setattr(app.main, "run", run)
    config = tmp_path / "settings.toml"
    config.write_text("[overlay]\nfont_size = 21\n", encoding="utf-8")
    assert main(["run", "--config", str(config)]) == 5
    assert plans[0].settings.overlay.font_size == 21
    assert plans[0].recording is None


def test_a_broken_settings_file_is_told_of_and_does_not_keep_the_app_from_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[Problem] = []

    def run(plan: Plan, problems: Sequence[Problem], *, first_run: bool) -> int:
        told.extend(problems)
        return 5 if first_run else 4

    monkeypatch.setattr(app.main, "run", run)
    config = tmp_path / "settings.toml"
    config.write_text("[overlay\n", encoding="utf-8")
    assert main(["run", "--config", str(config)]) == 4
    assert str(config) in str(told[0])
    assert main(["run", "--first-run", "--config", str(config)]) == 5

"""The page of benchmarks is made of measured lines alone, missed goals first."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.commands.bench import LONG, SUBJECTS

SCRIPT = Path(__file__).parent.parent.parent / "packaging" / "render_benchmarks.py"


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("render_benchmarks", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(module, "PAGE", tmp_path / "BENCHMARKS.md")
    monkeypatch.setattr(sys, "argv", ["render_benchmarks.py", "--render-only"])
    return module


def keep(render: ModuleType, subject: str, *figures: dict[str, object]) -> None:
    render.KEPT.mkdir(exist_ok=True)
    about = {"type": "machine", "took_s": 3, **render.machine()}
    rows = [about, *({"type": "figure", "unit": "ms", "goal": None} | row for row in figures)]
    text = "\n".join(map(json.dumps, rows))
    (render.KEPT / f"{subject}.jsonl").write_text(text, encoding="utf-8")


def test_a_page_tells_what_was_met_and_what_was_missed(render: ModuleType) -> None:
    keep(
        render, "startup", {"name": "first paint", "value": 301.26, "goal": "<= 450", "pass": True}
    )
    slow = {"name": "a | b", "value": 9, "goal": "<= 5", "pass": False, "reason": "the disk"}
    keep(render, "llm", slow, {"name": "which", "value": "none", "pass": None})
    assert render.main() == 1
    page = render.PAGE.read_text("utf-8")
    assert "**1 of 2 goals are met.**" in page
    assert "- a \\| b: 9 ms, the goal is <= 5: the disk" in page
    assert "| first paint | 301.3 ms | <= 450 | met |" in page
    assert "| a \\| b | 9 ms | <= 5 | **missed** the disk |" in page
    assert page.index("Missed:") < page.index("## Start")
    assert "cores" in page and "Python 3." in page


def test_every_subject_has_a_title(render: ModuleType) -> None:
    assert set(render.TITLES) == {*SUBJECTS, *LONG}


def test_a_subject_that_needs_more_is_left_out_and_says_what(
    render: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho ghostpilot: Xvfb is not installed. >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(render.sys, "executable", str(program))
    monkeypatch.setattr(sys, "argv", ["render_benchmarks.py", "--only", "hotkeys"])
    assert render.main() == 0
    page = render.PAGE.read_text("utf-8")
    assert "| hotkeys | left out: Xvfb is not installed. |" in page


def test_a_subject_that_fails_is_a_missed_goal(
    render: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render.sys, "executable", "/bin/false")
    render.measure("startup")
    (row,) = [row for row in render.rows_of("startup") if row["type"] == "figure"]
    assert row["pass"] is False

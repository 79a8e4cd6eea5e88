"""The frozen program's figures are taken from the outside, of any folder that holds one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bench import frozen

PROGRAM = """#!/bin/sh
case "$1" in
    bench) echo '{"modules": ["app", "PyQt6", "openai"]}' ;;
    demo) echo '{"type": "question"}'; echo '{"type": "summary", "answered": 3, "expected": 4}' ;;
esac
"""


def test_a_folder_without_a_program_is_left_out_and_said(tmp_path: Path) -> None:
    (figure,) = frozen.figures_of(tmp_path)
    assert "make package" in str(figure.value)
    assert figure.passed is None


def test_size_first_frame_and_demo_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "RUNS", 1)
    program = tmp_path / "ghostpilot"
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "library").write_bytes(bytes(3 * 2**20))
    (tmp_path / "link").symlink_to("library")
    figures = {figure.name: figure for figure in frozen.figures_of(tmp_path)}
    assert figures["frozen: size of the folder"].value == 3
    assert figures["frozen: size of the folder"].passed
    assert 0 < float(figures["frozen: first paint, offscreen"].value) < 5000
    assert figures["frozen: heavy modules at first paint"].passed is False
    demo = figures["frozen: questions of the demo answered"]
    assert (demo.value, demo.goal, demo.passed) == (3, ">= 4", False)

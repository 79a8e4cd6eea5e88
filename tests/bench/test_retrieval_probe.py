"""A probe runs in a process of its own, with the loop that the app has."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bench.retrieval_bases import write_base
from app.bench.retrieval_speed import probe


def test_edits_are_found_by_the_events_of_the_system(tmp_path: Path) -> None:
    pytest.importorskip("PyQt6")
    folder = write_base(tmp_path / "base", 50, None)
    _, result = probe("edits", str(folder), str(tmp_path / "cache"))
    assert len(result["found_ms"]) == 5 and min(result["found_ms"]) > 0


def test_the_loop_is_watched_while_notes_are_built(tmp_path: Path) -> None:
    pytest.importorskip("PyQt6")
    folder = write_base(tmp_path / "base", 150, None, words=8)
    _, result = probe("loop", str(folder), str(tmp_path / "cache"))
    assert result["chunks"] == result["embedded"] == 150
    assert len(result["late_ms"]) > 3 and min(result["late_ms"]) > -5

"""A kill is judged by what the killed process had said and what is left in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bench import session_kills


def test_a_kill_is_judged_by_what_is_left(tmp_path: Path) -> None:
    found = session_kills.kill_once(tmp_path, 0.1)
    assert found.saved >= 1
    assert (found.lost_turns, found.opens, found.goes_on) == (0, True, True)


def test_a_process_that_does_not_start_is_no_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_kills.sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="did not start"):
        session_kills.kill_once(tmp_path, 0.0)

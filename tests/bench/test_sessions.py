"""The session benchmark measures real files, and says what it measured."""

from __future__ import annotations

import random
from pathlib import Path

from app.bench import sessions
from app.core.trace import broken_rules
from app.store.sessions import read_session


def test_made_up_sessions_are_sound(tmp_path: Path) -> None:
    talk = [sessions.made_up_turn(n, n * 3.0, 20, random.Random(n)) for n in range(1, 4)]
    path = sessions.written(tmp_path, talk, "made-up")
    read = read_session(path)
    assert path.name == "made-up.gpcast"
    assert (read.bad_lines, read.ended, len(read.events)) == ((), "closed", 3 * 24)
    assert broken_rules(read.events) == []


def test_a_kill_is_judged_by_what_is_left(tmp_path: Path) -> None:
    found = sessions.kill_once(tmp_path, 0.1)
    assert found.saved >= 1
    assert (found.lost_turns, found.opens, found.goes_on) == (0, True, True)

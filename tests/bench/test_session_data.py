"""Made-up sessions are sound ones, and as large as they should be."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from app.bench.session_data import made_up_turn, made_up_words, written
from app.core.trace import broken_rules
from app.store.sessions import read_session


def test_made_up_sessions_are_sound(tmp_path: Path) -> None:
    talk = [made_up_turn(n, n * 3.0, 20, random.Random(n)) for n in range(1, 4)]
    path = written(tmp_path, talk, "made-up")
    read = read_session(path)
    assert path.name == "made-up.gpcast"
    assert (read.bad_lines, read.ended, len(read.events)) == ((), "closed", 3 * 24)
    assert broken_rules(read.events) == []


def test_some_words_are_used_more_often_than_others() -> None:
    used = Counter(made_up_words(random.Random(1), 5_000)).most_common()
    assert len(used) > 500
    assert used[0][1] > 20 * used[-1][1]

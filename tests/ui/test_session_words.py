"""Times are short, and only what is unusual about a session is named."""

from __future__ import annotations

from app.ui.session_words import day, facts, length
from tests.ui.session_rows import row


def test_times_are_short() -> None:
    assert [length(s) for s in (0, 65.9, 3725)] == ["0:00", "1:05", "1:02:05"]
    assert day("no date") == ""


def test_facts_name_what_is_unusual() -> None:
    usual = facts(row(problems=0))
    assert [fact for fact in usual if fact][1:] == ["12:03", "8 turns"]
    unusual = facts(row(problems=1, turns=1, ended="cut", linked="b", trouble="It is sealed"))
    assert unusual[2:] == ("1 turn", "1 problem", "unreadable", "", "cut off", "re-run")

"""A line of the preflight reads the same wherever it is shown."""

from __future__ import annotations

from app.core.check import Check, as_text


def test_the_words_stand_under_each_other() -> None:
    first, second = as_text(Check("disk", "FAIL", "It is full.", "Make room.")).splitlines()
    assert first.startswith("FAIL  disk ")
    assert first.index("It is full.") == second.index("Make room.")
    assert as_text(Check("clock", "PASS", "It runs.")).splitlines() == [
        "PASS  clock             It runs."
    ]

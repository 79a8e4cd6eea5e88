"""The most specific prompt is chosen."""

from __future__ import annotations

from app.core.prompt import PLAIN, Prompt, choose

ANY = Prompt("any", "1", "x")
MEETING = Prompt("meeting", "1", "x", modes=("meeting",))
SMALLTALK = Prompt("smalltalk", "1", "x", kinds=("smalltalk",))
BOTH = Prompt("both", "1", "x", modes=("meeting",), kinds=("technical", "factual"))
ALL = [ANY, MEETING, SMALLTALK, BOTH]


def test_the_most_specific_wins() -> None:
    assert choose(ALL, "meeting", "technical") is BOTH
    assert choose(ALL, "meeting", "smalltalk") is SMALLTALK
    assert choose(ALL, "meeting", "opinion") is MEETING
    assert choose(ALL, "support", "opinion") is ANY


def test_without_a_fitting_one_there_is_a_plain_one() -> None:
    assert choose([MEETING], "support", "opinion") is PLAIN
    assert PLAIN.label == "plain@0"

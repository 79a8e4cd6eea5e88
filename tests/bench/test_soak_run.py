"""The day is counted without keeping it, and what the program holds can be measured."""

from __future__ import annotations

from app.bench.soak_run import Tally, held
from app.core.events import Answer, Passages, Problem, Question, Timing


def test_only_numbers_are_kept_of_a_day() -> None:
    tally = Tally()
    tally(Question("q1", 0, "How?", "technical", "them", 1.0))
    tally(Passages("q1", True, 3.0, ()))
    tally(Answer("q1", "So.", "local", None, "complete", Timing(1.0, 2.0)))
    tally(Problem("llm", "The provider is busy"))
    assert (tally.questions, tally.answers, tally.problems) == (1, 1, {"llm": 1})
    assert len(tally.waits) == 1
    assert tally._asked == {}


async def test_what_is_held_is_told() -> None:
    now = held()
    assert now.tasks >= 1 and now.threads >= 1
    assert now.handles >= 0 and now.windows >= 0

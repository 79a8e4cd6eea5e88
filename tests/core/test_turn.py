"""A turn knows what was shown, who works on it, and when it is over."""

from __future__ import annotations

from app.core.events import Answer, AnswerDelta, Attempt, Question, Timing
from app.core.turn import Turn

QUESTION = Question("q1", 0, "Why?", "factual", "them", 1.0)


def test_the_text_is_what_was_shown() -> None:
    turn = Turn(QUESTION, begun=1.0)
    turn.count(AnswerDelta("q1", "Be"), 1.5)
    turn.count(AnswerDelta("q1", "cause."), 1.9)
    assert (turn.text, turn.first_token, turn.over) == ("Because.", 1.5, False)
    turn.count(Answer("q1", "Because.", "a", None, "complete", Timing(500, 900)), 2.0)
    assert turn.over


def test_of_two_that_were_asked_the_one_still_working_is_named() -> None:
    turn = Turn(QUESTION, begun=1.0)
    assert turn.working == ("", None)
    turn.count(Attempt("q1", "a", "small", "started", 0.0), 1.0)
    turn.count(Attempt("q1", "b", "big", "started", 0.0), 1.1)
    turn.count(Attempt("q1", "b", "big", "cancelled", 90.0), 1.2)
    assert turn.working == ("a", "small")
    turn.count(Attempt("q1", "a", "small", "overloaded", 90.0), 1.3)
    assert turn.working == ("a", "small")

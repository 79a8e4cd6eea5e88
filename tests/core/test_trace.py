"""The checker finds nothing wrong with sound sessions and names each broken rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.events import AnswerDelta, Attempt, Event, Passages, Problem, Question
from app.core.trace import broken_rules
from tests.session_samples import answer, passage, session, turn


def question(name: str, at: float, revision: int = 0) -> Question:
    return Question(name, revision, "Why?", "technical", "them", at, at)


def shown(name: str, at: float) -> Passages:
    return Passages(name, True, 1.0, (passage(),), at=at, emitted=at)


def piece(name: str, at: float, text: str = "Yes") -> AnswerDelta:
    return AnswerDelta(name, text, at=at, emitted=at)


def test_a_sound_session_breaks_no_rule() -> None:
    assert broken_rules(session(5)) == []


def test_an_empty_session_breaks_no_rule() -> None:
    assert broken_rules([]) == []


def test_a_revision_follows_the_superseded_answer_of_the_one_before() -> None:
    events: list[Event] = [
        *(question("q1", 1), shown("q1", 1.1), piece("q1", 1.2)),
        answer("q1", 1.3, "Yes", "superseded"),
        *(question("q1", 1.4, revision=1), shown("q1", 1.5), piece("q1", 1.6, "No")),
        answer("q1", 1.7, "No"),
    ]
    assert broken_rules(events) == []


def test_a_question_may_be_announced_before_the_superseded_answer_ends() -> None:
    events: list[Event] = [
        *(question("q1", 1), question("q2", 1.3), answer("q1", 1.3, "", "superseded")),
        *(shown("q2", 1.4), answer("q2", 1.5, "")),
    ]
    assert broken_rules(events) == []


def test_a_problem_stands_for_an_answer() -> None:
    events = [question("q1", 1), Problem("llm", "No answer", question="q1", emitted=2)]
    assert broken_rules(events) == []


def test_a_session_that_still_runs_may_have_an_open_question() -> None:
    events = turn(1, 0.0)[:-1]
    assert broken_rules(events, finished=False) == []
    assert broken_rules(events) == ["q1: neither answer nor problem"]


def test_a_given_up_attempt_elsewhere_is_no_change_of_provider() -> None:
    events = turn(1, 0.0)
    events.insert(-1, Attempt("q1", "other", "m", "cancelled", 5.0, emitted=1.85))
    assert broken_rules(events) == []


@pytest.mark.parametrize(
    ("events", "sentence"),
    [
        ([*turn(1, 0.0), answer("q1", 5.0)], "q1: an answer came after its end"),
        ([*turn(1, 0.0), piece("q1", 5.0)], "q1: a delta came after its end"),
        ([*turn(1, 0.0), shown("q1", 5.0)], "q1: passages came after its end"),
        (
            [*turn(1, 0.0), Attempt("q1", "b", "m", "ok", 1.0, emitted=5.0)],
            "q1: an attempt came after its end",
        ),
        ([piece("q9", 1.0)], "q9: a delta for a question never asked"),
        ([answer("q9", 1.0)], "q9: an answer for a question never asked"),
        (
            [Problem("llm", "No", question="q9", emitted=1.0)],
            "q9: a problem for a question never asked",
        ),
        (
            [question("q1", 1), piece("q1", 2), answer("q1", 3, "Yes")],
            "q1: a delta came before the passages",
        ),
        (
            [question("q1", 1), piece("q1", 2), shown("q1", 2.5), answer("q1", 3, "Yes")],
            "q1: passages came after a delta",
        ),
        (
            [question("q1", 1), shown("q1", 2), shown("q1", 2.5), answer("q1", 3, "")],
            "q1: passages came twice",
        ),
        (
            [question("q1", 1), shown("q1", 2), piece("q1", 2.5), answer("q1", 3, "No")],
            "q1: the deltas do not join to the answer's text",
        ),
        (
            [question("q1", 1), replace(answer("q1", 3, ""), citations=(2,))],
            "q1: cites passage 2 of 0",
        ),
        (
            [question("q1", 1), answer("q1", 3, "", "superseded")],
            "q1: superseded by nothing",
        ),
        (
            [*turn(1, 0.0), question("q1", 5.0), answer("q1", 6.0, "")],
            "q1: revision 0 does not count up",
        ),
        (
            [question("q1", 1), question("q1", 2, revision=1), answer("q1", 3, "")],
            "q1 revision 1: asked before q1 had ended",
        ),
        ([question("q1", 2), answer("q1", 1, "")], "time ran backwards: 1.000 after 2.000"),
    ],
)
def test_a_broken_rule_is_named(events: list[Event], sentence: str) -> None:
    assert sentence in broken_rules(events)


def test_a_change_of_provider_after_a_piece_was_shown_is_named() -> None:
    events = turn(1, 0.0)
    events.insert(-1, Attempt("q1", "other", "m", "ok", 5.0, emitted=1.85))
    (sentence,) = broken_rules(events)
    assert sentence.startswith("q1: other was asked or blamed after local")

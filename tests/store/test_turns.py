"""Turns gather what belongs to a question and tell what was waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.events import AnswerDelta, Event, Problem, Question
from app.store.gpcast import Header
from app.store.sessions import Mark, Session
from app.store.turns import Marker, Verdict, markers, spoken, turns, turns_of
from tests.session_samples import PIECES, answer, session, turn


def of(events: list[Event], marks: tuple[Mark, ...] = ()) -> Session:
    return Session(Path("a.gpcast"), Header(), tuple(events), marks)


def test_each_question_is_a_turn_with_all_that_belongs_to_it() -> None:
    found = turns(of(session(3)))
    assert [item.number for item in found] == [1, 2, 3]
    first = found[0]
    assert first.question.id == "q1"
    assert first.passages is not None
    assert [attempt.provider for attempt in first.attempts] == ["local"]
    assert (first.text, first.ended, first.end) == ("".join(PIECES), "complete", 3.9)


def test_the_waterfall_goes_from_the_end_of_speech_to_the_last_piece() -> None:
    (found,) = turns_of(turn(1, 0.0))
    stages = found.waterfall()
    assert [(stage.name, stage.start, round(stage.ms)) for stage in stages] == [
        ("question", 1.0, 210),
        ("passages", 1.21, 10),
        ("first token", 1.22, 180),
        ("last token", 1.4, 150),
    ]


def test_without_its_pieces_the_answer_tells_the_times() -> None:
    events = [event for event in turn(1, 0.0) if not isinstance(event, AnswerDelta)]
    (found,) = turns_of(events)
    assert found.text == "".join(PIECES)
    assert found.first_piece_at == pytest.approx(1.9 - (400.0 - 12.5) / 1000)
    assert found.last_piece_at == 1.9


def test_a_cut_turn_shows_the_pieces_there_are() -> None:
    (found,) = turns_of(turn(1, 0.0)[:-2])
    assert (found.text, found.ended, found.answer) == ("".join(PIECES[:-1]), "cut", None)


def test_a_revision_is_a_turn_of_its_own() -> None:
    again = Question("q1", 1, "How do you roll back?", "technical", "them", 2.0, 2.0)
    events = [*turn(1, 0.0, ended="superseded"), again, answer("q1", 3.0, "")]
    assert [(t.question.revision, t.ended) for t in turns_of(events)] == [
        (0, "superseded"),
        (1, "complete"),
    ]


def test_problems_and_verdicts_find_their_turn() -> None:
    problem = Problem("llm", "No answer", question="q2", emitted=7.95)
    marks = (
        Mark(8000, "v", {"question": "q2", "good": False, "note": "wrong"}),
        Mark(8000, "v", {"question": "q9", "good": True}),
        Mark(8000, "m", {"question": "q1", "note": "no verdict"}),
    )
    found = turns(of([*session(2), problem], marks))
    assert found[1].problems == [problem]
    assert found[1].verdict == Verdict(False, "wrong")
    assert found[0].verdict is None


def test_events_of_a_question_never_asked_are_left_out() -> None:
    assert turns_of([answer("q9", 1.0)]) == ()


def test_only_final_text_counts_as_spoken() -> None:
    assert [said.utterance for said in spoken(session(2))] == ["u1", "u2"]


def test_markers_come_in_the_order_of_time() -> None:
    marks = (Mark(9000, "m", {"note": "late"}), Mark(2500, "m", {}), Mark(1, "v", {"good": True}))
    found = markers(Session(Path("a.gpcast"), Header(), (), marks))
    assert found == (Marker(2.5), Marker(9.0, "late"))

"""Each question gets one answer, with its passages first, and a turn knows what was shown."""

from __future__ import annotations

from app.answering import Answering, Turn
from app.core.clock import Clock
from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Event,
    Passage,
    Passages,
    Question,
    Timing,
    Transcript,
    Why,
)
from app.llm.base import Follow
from app.llm.scripted import ScriptedNarrator
from app.retrieval.scripted import ScriptedRetriever

QUESTION = Question("q1", 0, "Why?", "factual", "them", 1.0)
PASSAGE = Passage("p1", "Because.", "why.md", "Why", "why.md", 3, 0.03, Why(1, 1))


def answering(narrator: ScriptedNarrator, events: list[Event], changes: list[bool]) -> Answering:
    """With official fakes; ``changes`` tells whether it was busy when something changed."""
    made = Answering(
        Clock(),
        ScriptedRetriever({"Why?": [PASSAGE]}),
        narrator,
        emit=events.append,
        talk=lambda at: (Transcript("u1", "me", "Hello.", 0.0, at / 2, True),),
        top=lambda: 4,
        changed=lambda: changes.append(made.busy),
    )
    return made


async def test_passages_come_before_the_first_word_and_the_answer_last() -> None:
    events: list[Event] = []
    changes: list[bool] = []
    narrator = ScriptedNarrator(default="As it is. [1]")
    one = answering(narrator, events, changes)
    follow = Follow("shorter", "As it was.")
    one.ask(QUESTION, b"png", follow)
    assert one.busy
    await one.finished()
    kinds = [type(event) for event in events if not isinstance(event, Attempt)]
    assert kinds[:3] == [Question, Passages, AnswerDelta]
    assert kinds[-1] is Answer
    assert changes == [False]
    (request,) = narrator.asked
    assert (request.image, request.follow) == (b"png", follow)
    assert [(said.text, said.ended) for said in request.talk] == [("Hello.", 0.5)]


async def test_closing_ends_the_answer_in_flight_as_stopped() -> None:
    events: list[Event] = []
    one = answering(ScriptedNarrator(default="one two", pause=60), events, [])
    one.ask(QUESTION, None, None)
    await one.aclose()
    assert [event.ended for event in events if isinstance(event, Answer)] == ["stopped"]
    assert not one.busy


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

"""Each question of a session is asked once more, in whole turns, whatever fails on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Answer, AnswerDelta, Event, Passages, Problem, Question, Transcript
from app.core.trace import broken_rules
from app.llm.base import Narration, Request
from app.llm.scripted import ScriptedNarrator
from app.rerun import ask_again, questions_of
from app.store.gpcast import Header
from app.store.sessions import Session
from tests.session_samples import answer, passage, session, turn


class Notes:
    """Finds the same passage for every question, or refuses."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        if self.fails:
            raise GhostPilotError("The notes are gone")
        return Passages(question, True, 1.0, (passage(),))


def of(events: list[Event]) -> Session:
    return Session(Path("old.gpcast"), Header(), tuple(events))


async def test_every_question_is_asked_again() -> None:
    events: list[Event] = []
    seen: list[tuple[int, int]] = []
    done = await ask_again(
        of(session(3)),
        retriever=Notes(),
        narrator=ScriptedNarrator(),
        emit=events.append,
        clock=Clock(),
        progress=lambda *step: seen.append(step),
    )
    assert done == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert broken_rules(events) == []
    assert [e.provider for e in events if isinstance(e, Answer)] == ["scripted"] * 3


def test_of_a_revised_question_the_last_wording_is_asked() -> None:
    again = Question("q1", 1, "Better?", "technical", "them", 2.0, 2.0)
    events = [*turn(1, 0.0, ended="superseded"), again, answer("q1", 3.0, ""), *turn(2, 4.0)]
    found = [item.question.text for item in questions_of(of(events))]
    assert found == ["Better?", "How do you roll back a deploy?"]


async def test_the_talk_before_a_question_goes_along() -> None:
    narrator = ScriptedNarrator()
    mine = Transcript("u9", "me", "Ask me anything.", 0.0, 0.4, True, emitted=0.5)
    await ask_again(
        of([mine, *session(2)]),
        retriever=Notes(),
        narrator=narrator,
        emit=lambda event: None,
        clock=Clock(),
    )
    assert [[said.utterance for said in request.talk] for request in narrator.asked] == [
        ["u9"],
        ["u9", "u1"],
    ]


async def test_cancelling_stops_after_the_turn_in_flight() -> None:
    """Twenty turns by a slow narrator, cancelled in the middle of the fourth."""
    events: list[Event] = []
    stop = asyncio.Event()

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, AnswerDelta) and event.question == "q4":
            stop.set()

    done = await ask_again(
        of(session(20)),
        retriever=Notes(),
        narrator=ScriptedNarrator(default="Some slow words. [1]", pause=0.005),
        emit=emit,
        clock=Clock(),
        stopping=stop.is_set,
    )
    assert done == 4
    assert broken_rules(events) == []
    assert isinstance(events[-1], Answer)
    assert (events[-1].question, events[-1].ended) == ("q4", "complete")


class Failing:
    """Gives up in the middle of its answer."""

    async def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        yield AnswerDelta(request.question.id, "Well, ")
        raise RuntimeError("the model fell over")

    async def aclose(self) -> None: ...


async def test_a_failing_part_leaves_whole_turns() -> None:
    events: list[Event] = []
    done = await ask_again(
        of(session(2)),
        retriever=Notes(fails=True),
        narrator=Failing(),  # type: ignore[arg-type] - it need not warm up
        emit=events.append,
        clock=Clock(),
    )
    assert done == 2
    assert broken_rules(events) == []
    assert [e.ended for e in events if isinstance(e, Answer)] == ["failed", "failed"]
    problems = [event.title for event in events if isinstance(event, Problem)]
    assert problems == ["The notes are gone", "The answer failed"] * 2

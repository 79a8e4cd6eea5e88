"""What must be true of every session, checked on its list of events.

One checker serves the story test, the fuzz and soak runs and ``sessions verify``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Event,
    Passages,
    Problem,
    Question,
)


@dataclass(slots=True)
class _Turn:
    """What has been seen of one question so far."""

    revisions: list[int] = field(default_factory=list)
    passages: Passages | None = None
    text: str = ""
    streaming: bool = False
    answers: list[Answer] = field(default_factory=list)
    problem: bool = False


def broken_rules(events: Iterable[Event], *, finished: bool = True) -> list[str]:
    """Every rule the events break, as sentences; empty for a sound session.

    ``finished`` is False for a session still running or cut by a crash: then a question
    may still be without an answer.
    """
    turns: dict[str, _Turn] = {}
    broken: list[str] = []
    last_emitted = 0.0
    for event in events:
        if event.emitted < last_emitted:
            broken.append(f"time ran backwards: {event.emitted:.3f} after {last_emitted:.3f}")
        last_emitted = max(last_emitted, event.emitted)
        broken += _check_one(event, turns)
    if finished:
        broken += _check_ends(turns)
    return broken


def _check_one(event: Event, turns: dict[str, _Turn]) -> list[str]:
    match event:
        case Question():
            turn = turns.setdefault(event.id, _Turn())
            if turn.revisions and event.revision <= turn.revisions[-1]:
                return [f"{event.id}: revision {event.revision} does not count up"]
            if turn.revisions and turn.streaming:
                return [f"{event.id}: revised while its answer was still open"]
            turn.revisions.append(event.revision)
            turn.passages, turn.text = None, ""
        case Passages():
            turn = turns.setdefault(event.question, _Turn())
            turn.passages = event
        case AnswerDelta():
            turn = turns.setdefault(event.question, _Turn())
            turn.text += event.text
            turn.streaming = True
            if turn.passages is None:
                return [f"{event.question}: a delta came before the passages"]
            if len(turn.answers) >= max(1, len(turn.revisions)):
                return [f"{event.question}: a delta came after the answer ended"]
        case Attempt():
            turn = turns.setdefault(event.question, _Turn())
            if turn.streaming and event.outcome == "started":
                return [f"{event.question}: provider changed after a token was shown"]
        case Answer():
            return _check_answer(event, turns.setdefault(event.question, _Turn()))
        case Problem() if event.question:
            turns.setdefault(event.question, _Turn()).problem = True
    return []


def _check_answer(event: Answer, turn: _Turn) -> list[str]:
    broken = []
    if len(turn.answers) >= max(1, len(turn.revisions)):
        broken.append(f"{event.question}: answered twice")
    if event.text != turn.text:
        broken.append(f"{event.question}: the deltas do not join to the answer's text")
    given = len(turn.passages.passages) if turn.passages else 0
    for number in event.citations:
        if not 1 <= number <= given:
            broken.append(f"{event.question}: cites passage {number} of {given}")
    turn.answers.append(event)
    turn.streaming = False
    return broken


def _check_ends(turns: dict[str, _Turn]) -> list[str]:
    broken = []
    order = list(turns)
    for name, turn in turns.items():
        if turn.revisions and not turn.answers and not turn.problem:
            broken.append(f"{name}: neither answer nor problem")
        last = turn.answers[-1] if turn.answers else None
        if last and last.ended == "superseded" and order[-1] == name:
            broken.append(f"{name}: superseded by nothing")
    return broken

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
    """What has been seen of one revision of one question so far."""

    question: Question
    number: int
    """Its place among all questions and revisions of the session, from 0."""
    passages: Passages | None = None
    pieces: list[str] = field(default_factory=list)
    after_delta: list[str] = field(default_factory=list)
    """Providers of attempts reported once a piece of the answer had been shown."""
    answer: Answer | None = None
    problem: bool = False

    @property
    def name(self) -> str:
        revision = self.question.revision
        return f"{self.question.id} revision {revision}" if revision else self.question.id

    @property
    def ended(self) -> bool:
        return self.answer is not None


def broken_rules(events: Iterable[Event], *, finished: bool = True) -> list[str]:
    """Every rule the events break, as sentences; empty for a sound session.

    ``finished`` is False for a session still running or cut by a crash: then a question
    may still be without an answer, and a superseded one without its successor.
    """
    check = _Check()
    for event in events:
        check.take(event)
    if finished:
        check.take_end()
    return check.broken


class _Check:
    """The rules, one method for each kind of event."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self._turns: list[_Turn] = []
        self._current: dict[str, _Turn] = {}
        self._last_emitted = 0.0

    def take(self, event: Event) -> None:
        if event.emitted < self._last_emitted:
            self._say(f"time ran backwards: {event.emitted:.3f} after {self._last_emitted:.3f}")
        self._last_emitted = max(self._last_emitted, event.emitted)
        match event:
            case Question():
                self._question(event)
            case Passages():
                turn = self._open_turn(event.question, "passages")
                if turn is not None:
                    self._passages(turn, event)
            case AnswerDelta():
                turn = self._open_turn(event.question, "a delta")
                if turn is not None:
                    self._delta(turn, event)
            case Attempt():
                turn = self._open_turn(event.question, "an attempt")
                given_up = event.outcome == "cancelled"
                if turn is not None and turn.pieces and not given_up:
                    turn.after_delta.append(event.provider)
            case Answer():
                self._answer(event)
            case Problem() if event.question:
                if event.question in self._current:
                    self._current[event.question].problem = True
                else:
                    self._say(f"{event.question}: a problem for a question never asked")

    def take_end(self) -> None:
        for turn in self._turns:
            if turn.answer is None and not turn.problem:
                self._say(f"{turn.name}: neither answer nor problem")
            last = turn.number == len(self._turns) - 1
            if last and turn.answer is not None and turn.answer.ended == "superseded":
                self._say(f"{turn.name}: superseded by nothing")

    def _question(self, event: Question) -> None:
        before = self._current.get(event.id)
        turn = _Turn(event, len(self._turns))
        if before is not None:
            if event.revision <= before.question.revision:
                self._say(f"{event.id}: revision {event.revision} does not count up")
            if not before.ended and not before.problem:
                self._say(f"{turn.name}: asked before {before.name} had ended")
        self._turns.append(turn)
        self._current[event.id] = turn

    def _passages(self, turn: _Turn, event: Passages) -> None:
        if turn.passages is not None:
            self._say(f"{turn.name}: passages came twice")
        if turn.pieces:
            self._say(f"{turn.name}: passages came after a delta")
        turn.passages = event

    def _delta(self, turn: _Turn, event: AnswerDelta) -> None:
        if turn.passages is None and not turn.pieces:
            self._say(f"{turn.name}: a delta came before the passages")
        turn.pieces.append(event.text)

    def _answer(self, event: Answer) -> None:
        turn = self._open_turn(event.question, "an answer")
        if turn is None:
            return
        turn.answer = event
        if event.text != "".join(turn.pieces):
            self._say(f"{turn.name}: the deltas do not join to the answer's text")
        for provider in turn.after_delta:
            if provider != event.provider:
                self._say(
                    f"{turn.name}: {provider} was asked or blamed after {event.provider} "
                    "had begun to answer"
                )
        given = len(turn.passages.passages) if turn.passages else 0
        for number in event.citations:
            if not 1 <= number <= given:
                self._say(f"{turn.name}: cites passage {number} of {given}")

    def _open_turn(self, question: str, what: str) -> _Turn | None:
        """The turn that may still take ``what``; says why when there is none."""
        turn = self._current.get(question)
        if turn is None:
            self._say(f"{question}: {what} for a question never asked")
            return None
        if turn.ended:
            self._say(f"{turn.name}: {what} came after its end")
            return None
        return turn

    def _say(self, sentence: str) -> None:
        self.broken.append(sentence)

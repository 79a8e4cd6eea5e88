"""A session as its turns: each question with its passages, its answer and how long it all took."""

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
    Transcript,
)
from app.store.gpcast import MARKER, VERDICT
from app.store.sessions import Mark, Session


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the user thought of an answer."""

    good: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment the user marked."""

    at: float
    """Session seconds."""
    note: str = ""


@dataclass(slots=True)
class Turn:
    """One question, or one revision of it, and what came of it. Times in session seconds."""

    number: int
    """From 1."""
    question: Question
    passages: Passages | None = None
    attempts: list[Attempt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answer: Answer | None = None
    pieces: list[str] = field(default_factory=list)
    first_piece_at: float | None = None
    last_piece_at: float | None = None
    verdict: Verdict | None = None

    @property
    def text(self) -> str:
        """The answer, or as much of it as there was when the recording was cut."""
        return self.answer.text if self.answer else "".join(self.pieces)

    @property
    def ended(self) -> str:
        """How the answer ended; ``cut`` when the recording ends before it does."""
        return self.answer.ended if self.answer else "cut"

    @property
    def end(self) -> float:
        """When the last thing of this turn happened."""
        times = [self.question.emitted, self.last_piece_at or 0.0]
        times += [event.emitted for event in (self.passages, self.answer) if event]
        return max(times)

    def waterfall(self) -> list[Stage]:
        """The stages from the end of the speech to the last piece, in the order they ran."""
        points = [
            ("question", self.question.emitted),
            ("passages", self.passages.emitted if self.passages else None),
            ("first token", self.first_piece_at),
            ("last token", self.last_piece_at),
        ]
        stages = []
        start = self.question.asked_at
        for name, at in points:
            if at is not None:
                stages.append(Stage(name, start, max(0.0, (at - start) * 1000)))
                start = max(start, at)
        return stages


@dataclass(frozen=True, slots=True)
class Stage:
    """One bar of a turn's waterfall: what was waited for, from when, for how long."""

    name: str
    start: float
    """Session seconds."""
    ms: float


def turns(session: Session) -> tuple[Turn, ...]:
    """The turns of a session in the order they were asked."""
    found = turns_of(session.events)
    _add_verdicts(found, session.marks)
    return found


def turns_of(events: Iterable[Event]) -> tuple[Turn, ...]:
    """The turns in a list of events; events of a question never asked are left out."""
    found: list[Turn] = []
    current: dict[str, Turn] = {}
    for event in events:
        if isinstance(event, Question):
            turn = Turn(len(found) + 1, event)
            found.append(turn)
            current[event.id] = turn
        elif isinstance(event, (Passages, AnswerDelta, Answer, Attempt, Problem)):
            if event.question in current:
                _add(current[event.question], event)
    return tuple(found)


def spoken(events: Iterable[Event]) -> list[Transcript]:
    """The final text of each utterance."""
    return [event for event in events if isinstance(event, Transcript) and event.final]


def markers(session: Session) -> tuple[Marker, ...]:
    """The moments the user marked, in order of time."""
    found = [
        Marker(mark.ms / 1000, str(mark.data.get("note") or ""))
        for mark in session.marks
        if mark.code == MARKER
    ]
    return tuple(sorted(found, key=lambda marker: marker.at))


def _add(turn: Turn, event: Passages | AnswerDelta | Answer | Attempt | Problem) -> None:
    match event:
        case Passages():
            turn.passages = event
        case Attempt():
            turn.attempts.append(event)
        case Problem():
            turn.problems.append(event)
        case Answer():
            turn.answer = event
            if turn.first_piece_at is None and event.text:
                _time_from_answer(turn, event)
        case AnswerDelta():
            turn.pieces.append(event.text)
            if turn.first_piece_at is None:
                turn.first_piece_at = event.emitted
            turn.last_piece_at = event.emitted


def _time_from_answer(turn: Turn, answer: Answer) -> None:
    """The times of the pieces as the answer tells them, where the pieces were not read."""
    turn.last_piece_at = answer.emitted
    if answer.timing.first_token_ms is not None:
        waited = (answer.timing.total_ms - answer.timing.first_token_ms) / 1000
        turn.first_piece_at = max(turn.question.emitted, answer.emitted - waited)


def _add_verdicts(found: tuple[Turn, ...], marks: Iterable[Mark]) -> None:
    last = {turn.question.id: turn for turn in found}
    for mark in marks:
        turn = last.get(str(mark.data.get("question", "")))
        if mark.code == VERDICT and turn is not None:
            note = mark.data.get("note", "")
            turn.verdict = Verdict(mark.data.get("good") is True, str(note))

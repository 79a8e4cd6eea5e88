"""Compare what a session did with what its recording expects: was every question answered?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.commands.questions import read_lines
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Answer, AnswerDelta, Event, Passages, Question

NEAR_S = 3.0
"""How far the end of a noticed question may lie from the expected one, in seconds."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A question of the recording and the note that answers it (None: the notes do not)."""

    text: str
    note: str | None
    ended: float | None
    """When the question ends in the recording, in seconds; None if not said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one expected question; ``reason`` is empty when all is well."""

    expected: Expected
    reason: str = ""


def read_expected(recording: Path) -> tuple[Expected, ...]:
    """The list beside a recording (``call.wav.expected.jsonl``); empty without one.

    Each line has ``text`` (or ``question``), ``note`` (null when not covered) and, if known,
    ``ended`` in seconds. Raises `GhostPilotError` naming a line that does not fit.
    """
    path = recording.with_name(recording.name + ".expected.jsonl")
    if not path.exists():
        return ()
    found = []
    for line in read_lines(path):
        text, ended = line.get("text", line.get("question")), line.get("ended")
        if not isinstance(text, str):
            raise GhostPilotError(
                f"A line of {path} has no text", str(line), "Each needs a text and a note."
            )
        note = line.get("note") or None
        found.append(Expected(text, note, ended if isinstance(ended, (int, float)) else None))
    return tuple(found)


def judge(expected: Sequence[Expected], events: Iterable[Event]) -> list[Verdict]:
    """One verdict per expected question."""
    happened = list(events)
    asked = {e.id: e for e in happened if isinstance(e, Question)}
    passages = {e.question: e for e in happened if isinstance(e, Passages)}
    answers = {e.question: e for e in happened if isinstance(e, Answer)}
    verdicts = []
    for item in expected:
        question = _matching(item, asked)
        if question is None:
            verdicts.append(Verdict(item, "was not noticed"))
            continue
        del asked[question.id]
        reason = _shortfall(item, passages.get(question.id), answers.get(question.id))
        verdicts.append(Verdict(item, reason))
    return verdicts


def _matching(item: Expected, asked: dict[str, Question]) -> Question | None:
    """The noticed question that is this one: nearest in time if known, else in words."""
    if not asked:
        return None
    if item.ended is not None:
        ended = item.ended
        nearest = min(asked.values(), key=lambda q: abs(q.asked_at - ended))
        return nearest if abs(nearest.asked_at - ended) <= NEAR_S else None
    words = set(item.text.lower().split())

    def shared(question: Question) -> float:
        return len(words & set(question.text.lower().split())) / max(1, len(words))

    best = max(asked.values(), key=shared)
    return best if shared(best) >= 0.5 else None


def _shortfall(item: Expected, found: Passages | None, answer: Answer | None) -> str:
    if answer is None or answer.ended != "complete" or not answer.text:
        return "was not answered"
    if found is None:
        return "was answered without passages"
    if item.note is None:
        return "should be missing from the notes" if found.covered else ""
    if not found.covered:
        return f"was taken as missing from the notes; {item.note} answers it"
    if item.note not in {passage.note for passage in found.passages}:
        return f"was answered without a passage of {item.note}"
    return ""


def stage_times(events: Iterable[Event], clock: Clock) -> dict[str, list[float]]:
    """Real milliseconds from the end of each question to each stage of its answer."""
    stages: dict[str, list[float]] = {
        "question": [],
        "passages": [],
        "first token": [],
        "answer": [],
    }
    asked: dict[str, Question] = {}
    streaming: set[str] = set()

    def note(stage: str, question: str, emitted: float) -> None:
        if question in asked:
            stages[stage].append(clock.real_ms(emitted - asked[question].asked_at))

    for event in events:
        match event:
            case Question():
                asked[event.id] = event
                note("question", event.id, event.emitted)
            case Passages():
                note("passages", event.question, event.emitted)
            case AnswerDelta() if event.question not in streaming:
                streaming.add(event.question)
                note("first token", event.question, event.emitted)
            case Answer():
                note("answer", event.question, event.emitted)
    return stages

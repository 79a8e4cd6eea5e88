"""Small sessions for tests: a sound one, and the pieces it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Ended,
    Event,
    Passage,
    Passages,
    Question,
    Speech,
    Timing,
    Transcript,
    Usage,
    Why,
)

PIECES = ("Roll back ", "with one ", "command ", "[1].")


def passage(number: int = 1, text: str = "Run `ship rollback` and watch the graph.") -> Passage:
    return Passage(
        id=f"p{number}",
        text=text,
        note="runbooks/deploys.md",
        heading="Deploys > Rollback",
        path="/notes/runbooks/deploys.md",
        line=41,
        score=0.0325,
        why=Why(1, 2, ("rollback",)),
    )


def answer(
    question: str,
    at: float,
    text: str = "".join(PIECES),
    ended: Ended = "complete",
    provider: str = "local",
) -> Answer:
    return Answer(
        question,
        text,
        provider,
        "any",
        ended,
        Timing(12.5, 400.0),
        citations=(1,) if "[1]" in text else (),
        usage=Usage(310, 12),
        at=at,
        emitted=at,
    )


def turn(
    number: int,
    start: float,
    text: str = "How do you roll back a deploy?",
    *,
    pieces: tuple[str, ...] = PIECES,
    ended: Ended = "complete",
) -> list[Event]:
    """One question from the first sound to the end of its answer, two seconds in all."""
    name = f"q{number}"

    def at(after: float) -> float:
        return round(start + after, 3)

    return [
        Speech("them", True, at(0.0), at(0.02)),
        Transcript(f"u{number}", "them", text[:8], at(0.0), at(0.5), False, at(0.6)),
        Transcript(f"u{number}", "them", text, at(0.0), at(1.0), True, at(1.2)),
        Question(name, 0, text, "technical", "them", at(1.0), at(1.21)),
        Passages(name, True, 3.25, (passage(),), at=at(1.22), emitted=at(1.22)),
        Attempt(name, "local", "any", "ok", 180.5, at=at(1.4), emitted=at(1.4)),
        *(
            AnswerDelta(name, piece, at=when, emitted=when)
            for piece, when in zip(pieces, _times(at(1.4)), strict=False)
        ),
        answer(name, at(1.9), "".join(pieces), ended),
    ]


def session(turns: int = 3) -> list[Event]:
    """Several turns, two seconds apart."""
    return [event for number in range(1, turns + 1) for event in turn(number, number * 2.0)]


def _times(start: float) -> Iterator[float]:
    at = start
    while True:
        yield round(at, 3)
        at += 0.05

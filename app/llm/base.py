"""The contract of a narrator: a question with its passages in, a stream of events out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Egress,
    Info,
    Passages,
    Problem,
    Question,
    Transcript,
)

Narration = AnswerDelta | Answer | Attempt | Egress | Info | Problem


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a narrator may use for one answer."""

    question: Question
    passages: Passages
    talk: tuple[Transcript, ...] = ()
    """Recent final transcripts, oldest first, without the question itself."""
    image: bytes | None = None
    """A screenshot as PNG, when the user asked for one to go along."""
    mode: str = "meeting"


class Narrator(Protocol):
    """Answers one question at a time, streaming."""

    def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """Yield deltas and news as they come; exactly one `Answer`, last.

        Closing the generator early closes every connection it holds. The generator never
        raises an expected failure: that is a `Problem`, then an `Answer` that says how it
        ended. Times of the events are left for the caller to fill in.
        """

    async def aclose(self) -> None:
        """Release connections."""

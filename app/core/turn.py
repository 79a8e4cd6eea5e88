"""The answer in flight: what has been asked and shown of it so far, to end it truthfully."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from app.core.events import Answer, AnswerDelta, Attempt, Event, Question


@dataclass(slots=True)
class Turn:
    """One question on its way to an answer; times are session seconds."""

    question: Question
    begun: float
    parts: list[str] = field(default_factory=list)
    image: bytes | None = None
    given: int = 0
    """How many passages it may cite."""
    asked: dict[str, str] = field(default_factory=dict)
    """Providers that are working on it, with their models; the last one stays."""
    first_token: float | None = None
    task: asyncio.Task[None] | None = None
    over: bool = False

    @property
    def working(self) -> tuple[str, str | None]:
        """The provider asked last, and its model."""
        return list(self.asked.items())[-1] if self.asked else ("", None)

    @property
    def text(self) -> str:
        """What has been shown."""
        return "".join(self.parts)

    def count(self, event: Event, now: float) -> None:
        """Take note of an event of this answer that is about to be shown."""
        if isinstance(event, AnswerDelta):
            self.parts.append(event.text)
            self.first_token = self.first_token or now
        elif isinstance(event, Attempt) and event.outcome == "started":
            self.asked[event.provider] = event.model
        elif isinstance(event, Attempt) and len(self.asked) > 1:
            self.asked.pop(event.provider, None)
        elif isinstance(event, Answer):
            self.over = True

"""The contracts of narration: a question in, a stream of events out; a model in between."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from app.core.events import (
    Answer,
    AnswerDelta,
    Attempt,
    Egress,
    Info,
    Kind,
    Passages,
    Problem,
    Question,
    Transcript,
    Usage,
)
from app.core.prompt import Prompt
from app.core.settings import Provider

Narration = AnswerDelta | Answer | Attempt | Egress | Info | Problem

TALK_WINDOW = 40
"""How many final utterances of the recent talk are asked with at most."""

Wish = Literal["continue", "retry", "shorter", "more"]


@dataclass(frozen=True, slots=True)
class Follow:
    """A wish about an answer that was already given, asked as a new turn.

    ``continue`` and ``retry`` go to the provider after the one named, ``shorter`` and
    ``more`` to the usual one.
    """

    wish: Wish
    text: str
    """The answer so far."""
    provider: str = ""
    """Who gave it."""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a narrator may use for one answer."""

    question: Question
    passages: Passages
    talk: tuple[Transcript, ...] = ()
    """Recent final transcripts, oldest first, without the question itself."""
    image: bytes | None = None
    """A screenshot as PNG, when the user asked for one to go along."""
    mode: str = ""
    """The kind of conversation; empty for the one of the settings."""
    follow: Follow | None = None


class Narrator(Protocol):
    """Answers one question at a time, streaming."""

    def stream(self, request: Request) -> AsyncGenerator[Narration, None]:
        """Yield deltas and news as they come; exactly one `Answer`, last.

        Closing the generator early closes every connection it holds. The generator never
        raises an expected failure: that is a `Problem`, then an `Answer` that says how it
        ended. Times of the events are left for the caller to fill in.
        """

    async def warm(self) -> None:
        """Get ready because a question is likely soon; cheap, and never raises."""

    async def aclose(self) -> None:
        """Release connections."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A useful part of a model's stream.

    Only ``text`` and ``refusal`` are meant to be seen; ``reasoning`` and ``tool`` show that
    the model is alive.
    """

    kind: Literal["text", "refusal", "reasoning", "tool"]
    text: str


@dataclass(frozen=True, slots=True)
class Finish:
    """How a model's stream ended; the last thing it yields."""

    reason: str | None
    """The provider's ``finish_reason``, None if it never gave one."""
    done: bool
    """Whether the stream was closed by its end mark rather than by silence."""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one provider."""

    provider: Provider
    key: str | None
    messages: tuple[dict[str, Any], ...]
    """In the form of the Chat Completions API."""
    temperature: float
    max_tokens: int


class Model(Protocol):
    """Sends a request to a provider and reads its stream."""

    def stream(self, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        """Useful pieces as they arrive, then one `Finish`.

        Raises `ProviderFailure` and nothing else. Closing it closes the connection. It
        knows no time limits but that of connecting: its caller does.
        """

    async def ready(self) -> None:
        """Load what is slow to load, so that no provider's time is spent on it."""

    async def models(self, provider: Provider, key: str | None) -> tuple[str, ...]:
        """Models the endpoint lists, sorted; raises `ProviderFailure`."""

    async def warm(self, provider: Provider, key: str | None) -> None:
        """Open a connection that the next request will use; failures are kept quiet."""

    async def aclose(self) -> None:
        """Close all connections."""


KeyFor = Callable[[Provider], Awaitable[str | None]]
"""Finds a provider's key; may raise `GhostPilotError` when a store cannot be read."""
PromptFor = Callable[[str, Kind], Awaitable[Prompt]]
"""Picks the prompt for a mode and a kind of question."""
Consent = Callable[[Provider, str], Awaitable[bool]]
"""Asks the user whether talk and notes may go to a provider's host."""

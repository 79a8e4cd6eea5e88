"""What the prompts tab asks of its desk: every call is awaited and works off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["shipped", "changed", "own"]
"""As it came with the program, changed by the user, or the user's own."""


@dataclass(frozen=True, slots=True)
class PromptRow:
    """One prompt of the list."""

    name: str
    """Of its file, without the ending."""
    title: str
    state: State
    uses: tuple[str, ...] = ()
    """Kinds of conversation and of question it is for; none means all."""
    trouble: str = ""
    """Why the user's version cannot be used; the shipped one stands in for it."""


@dataclass(frozen=True, slots=True)
class PromptText:
    """A prompt's file as it is edited."""

    text: str
    shipped: str
    """The text that came with the program; empty for the user's own prompts."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent for a sample question, or why nothing could be."""

    trouble: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    """Role and text."""
    tokens: int = 0
    """An upper estimate of their size."""
    passages: int = 0
    """Passages of the notes that are given along."""
    fits: bool = True
    """Whether it fits into the context of the first provider."""


class Prompts(Protocol):
    """The prompts of this machine. Every method raises `GhostPilotError` where a file resists."""

    async def prompts(self) -> list[PromptRow]:
        """All prompts, by name."""

    async def text(self, name: str) -> PromptText:
        """The text of one prompt."""

    async def preview(self, name: str, text: str, question: str) -> Preview:
        """The messages that this text would give for a question."""

    async def save(self, name: str, text: str) -> None:
        """Keep a text in the user's folder; it counts at the next question."""

    async def restore(self, name: str) -> None:
        """Remove the user's version, so that the shipped one counts again."""

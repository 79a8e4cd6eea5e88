"""A prompt as one record, and the rule that picks one for a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.events import Kind


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a prompt file says. Empty or None fields leave the choice to the settings."""

    id: str
    """The file's name without its ending."""
    version: str
    """First characters of the sha256 of the file: it changes with every edit."""
    text: str
    title: str = ""
    modes: tuple[str, ...] = ()
    """Kinds of conversation it is for; empty means all."""
    kinds: tuple[Kind, ...] = ()
    """Kinds of question it is for; empty means all."""
    model: str = ""
    """A provider's name or model to be tried first, or ``name:model``."""
    temperature: float | None = None
    max_tokens: int | None = None
    language: str = ""
    length: str = ""
    """``short``, ``medium`` or ``long``."""
    own: bool = False
    """Whether it comes from the user's folder."""
    warning: str = ""
    """What is wrong with the user's file that this prompt stands in for."""

    @property
    def label(self) -> str:
        """What a recording keeps of it."""
        return f"{self.id}@{self.version}"


PLAIN = Prompt(
    id="plain",
    version="0",
    text="You help the user answer questions in a live conversation, from the user's own notes.",
)
"""Used when no prompt file fits."""


def choose(prompts: Sequence[Prompt], mode: str, kind: Kind) -> Prompt:
    """The prompt for a kind of question in a kind of conversation: the most specific one.

    A prompt that names the kind of question beats one that names only the mode, which beats
    one that names neither. Among equals the user's own wins, then the first.
    """
    fitting = [
        prompt
        for prompt in prompts
        if (not prompt.modes or mode in prompt.modes) and (not prompt.kinds or kind in prompt.kinds)
    ]
    if not fitting:
        return PLAIN
    return max(fitting, key=lambda one: (bool(one.kinds), bool(one.modes), one.own))

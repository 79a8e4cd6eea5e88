"""Turns a question into the request to one provider, within that provider's limits."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from app.core.events import Attempt, Egress
from app.core.prompt import Prompt
from app.core.provider import host_of
from app.core.settings import Provider
from app.llm.base import Call, Model
from app.llm.limits import LimitedStream
from app.llm.prompt import Built, build_messages
from app.llm.turn import Turn

SAFETY_TOKENS = 64
"""Kept free for what a provider's chat template adds."""
REASONING_TOKENS = 2048
"""Added for a reasoning model, whose thinking counts as part of the answer's length."""
SHORTER_PASSAGES = 2
"""Passages given when the prompt must be shorter to keep the time budget."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One request that was prepared: what is told of it, and its stream."""

    call: Call
    given: int
    """Passages in its prompt."""
    stream: LimitedStream
    begun: Attempt
    egress: Egress
    note: str = ""
    """What of the notes did not fit; empty when all of it did."""

    @property
    def provider(self) -> Provider:
        return self.call.provider

    def ended(self, outcome: str) -> Attempt:
        """What came of it."""
        return replace(self.begun, outcome=outcome, ms=self.stream.ms)


def prepare(turn: Turn, provider: Provider, prompt: Prompt, model: Model) -> Asked | None:
    """The request for a provider, ready to be read; None when even the question is too long."""
    answers = turn.settings.answers
    longest = prompt.max_tokens or answers.max_tokens
    longest += REASONING_TOKENS if provider.reasoning else 0
    picture = turn.picture
    built = build_messages(
        prompt,
        turn.request,
        instructions=answers.instructions,
        budget=provider.context - longest - SAFETY_TOKENS,
        talk_chars=answers.talk_chars // (4 if turn.shorter else 1),
        most_passages=SHORTER_PASSAGES if turn.shorter else len(turn.request.passages.passages),
        image=(picture.media_type, picture.data) if picture else None,
        hide=turn.concealer.hide,
    )
    if not built.fits:
        return None
    temperature = answers.temperature if prompt.temperature is None else prompt.temperature
    key = turn.keys.get(provider.name)
    call = Call(provider, key, built.messages, temperature, longest)
    stream = LimitedStream(model, call, chain_left_s=turn.left_s)
    question = turn.request.question.id
    begun = Attempt(question, provider.name, provider.model, "started", 0.0, prompt.label)
    egress = Egress(provider.name, host_of(provider.base_url), _kinds(turn, built), _bytes(built))
    note = f"{built.cut} of the passages were cut or left out to fit its context"
    return Asked(call, built.passages, stream, begun, egress, note if built.cut else "")


def wanted_of(provider: Provider, prompt: Prompt) -> Provider:
    """The provider with the model that a prompt's ``name:model`` wants of it, else as it is."""
    name, _, model = prompt.model.partition(":")
    return replace(provider, model=model) if model and name == provider.name else provider


def _kinds(turn: Turn, built: Built) -> tuple[str, ...]:
    """What kinds of the user's content a prompt carries; the question itself is talk."""
    kinds = ["talk"]
    if built.passages:
        kinds.append("passages")
    if turn.picture is not None:
        kinds.append("image")
    return tuple(kinds)


def _bytes(built: Built) -> int:
    """Bytes of content that leave."""
    return len(json.dumps(built.messages, ensure_ascii=False).encode("utf-8", "replace"))

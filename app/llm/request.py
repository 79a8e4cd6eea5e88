"""Turns a question into the call for one provider, within that provider's limits."""

from __future__ import annotations

import json
from dataclasses import replace

from app.core.prompt import Prompt
from app.core.settings import Provider
from app.llm.base import Call
from app.llm.prompt import build_messages
from app.llm.turn import Turn

SAFETY_TOKENS = 64
"""Kept free for what a provider's chat template adds."""


def make_call(
    turn: Turn, provider: Provider, key: str | None, prompt: Prompt
) -> tuple[Call, int, bool]:
    """The call, how many passages it gives, and whether it fits the provider's context."""
    answers = turn.settings.answers
    longest = prompt.max_tokens or answers.max_tokens
    built = build_messages(
        prompt,
        turn.request,
        instructions=answers.instructions,
        budget=provider.context - longest - SAFETY_TOKENS,
        talk_chars=answers.talk_chars,
        image=("image/png", turn.request.image) if turn.request.image else None,
    )
    temperature = answers.temperature if prompt.temperature is None else prompt.temperature
    name, _, model = prompt.model.partition(":")
    if model and name == provider.name:
        provider = replace(provider, model=model)
    call = Call(provider, key, built.messages, temperature, longest)
    return call, built.passages, built.fits


def content_kinds(turn: Turn, given: int) -> tuple[str, ...]:
    """What kinds of the user's content a call carries."""
    kinds = ["talk"]
    if given:
        kinds.append("passages")
    if turn.request.image is not None:
        kinds.append("image")
    return tuple(kinds)


def size(call: Call) -> int:
    """Bytes of content that leave with a call."""
    return len(json.dumps(call.messages, ensure_ascii=False).encode("utf-8", "replace"))

"""Tests a provider the way a question would use it, and finds local servers to offer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.provider import ProviderCheck, wrong_address
from app.core.settings import Provider
from app.llm.base import Call, Model, Piece
from app.llm.classify import Failure, ProviderFailure
from app.llm.limits import LimitedStream
from app.llm.policy import words, wrong_address_of
from app.llm.presets import PRESETS, Preset

LIST_S = 5.0
"""Seconds a list of models may take; it is a courtesy, not a need."""
LOCAL_S = 0.5
"""Seconds for a server on this machine to show itself."""
_HELLO = ({"role": "user", "content": "Say OK."},)
_TOKENS = 16
_REASONING_TOKENS = 512


async def check_provider(model: Model, provider: Provider, key: str | None) -> ProviderCheck:
    """Ask the provider for its models and for one word; takes at most its own limits.

    One small request is paid for. Nothing of the user's is sent.
    """
    if why := wrong_address(provider.base_url):
        return ProviderCheck(provider.name, False, problem=wrong_address_of(provider, why))
    await model.ready()
    models = await _models(model, provider, key)
    if not provider.model:
        named = ", ".join(models[:5]) or "it lists none"
        problem = Problem("llm", f"{provider.name} has no model set", named, "Choose a model.")
        return ProviderCheck(provider.name, bool(models), models=models, problem=problem)
    longest = _REASONING_TOKENS if provider.reasoning else _TOKENS
    call = Call(provider, key, _HELLO, 0.0, longest)
    stream = LimitedStream(model, call, chain_left_s=provider.first_token_s)
    try:
        piece = await stream.next()
        if not isinstance(piece, Piece):
            raise ProviderFailure(Failure("hollow", "empty answer", in_band=True))
    except ProviderFailure as error:
        return _failed(provider, models, error.failure)
    finally:
        await stream.aclose()
    return ProviderCheck(provider.name, True, True, True, stream.first_ms, models)


async def list_models(model: Model, provider: Provider, key: str | None) -> tuple[str, ...]:
    """The models an endpoint lists, within `LIST_S`; raises `GhostPilotError` where it does not."""
    if why := wrong_address(provider.base_url):
        raise GhostPilotError(f"The address of {provider.name} is not valid", why)
    await model.ready()
    try:
        async with asyncio.timeout(LIST_S):
            return await model.models(provider, key)
    except ProviderFailure as error:
        raise GhostPilotError(
            f"{provider.name} gives no list of its models",
            error.failure.label,
            "Type the model's name, then test it.",
        ) from None
    except TimeoutError:
        raise GhostPilotError(
            f"{provider.name} gives no list of its models",
            f"waited {LIST_S:g} s",
            "Type the model's name, then test it.",
        ) from None


async def _models(model: Model, provider: Provider, key: str | None) -> tuple[str, ...]:
    try:
        async with asyncio.timeout(LIST_S):
            return await model.models(provider, key)
    except (ProviderFailure, TimeoutError):
        return ()


def _failed(provider: Provider, models: tuple[str, ...], failure: Failure) -> ProviderCheck:
    said = words(provider.name, failure)
    next_step = said.next_step
    if failure.kind == "model" and models:
        next_step = "Choose one of its models: " + ", ".join(models[:5]) + "."
    reached = failure.kind not in ("unreachable",)
    key_accepted = None
    if failure.kind == "auth":
        key_accepted = False
    elif failure.kind in ("model", "fit", "filter", "request", "quota"):
        key_accepted = True
    exists = False if failure.kind == "model" else None
    problem = Problem("llm", said.title, failure.told, next_step, sticky=True)
    return ProviderCheck(provider.name, reached, key_accepted, exists, None, models, problem)


async def local_offers(model: Model, presets: Sequence[Preset] = PRESETS) -> list[Provider]:
    """Servers that run on this machine now, each with its first model filled in.

    They are for the user to choose from; nothing here is used unasked. Only a list of
    models is requested.
    """
    await model.ready()
    local = [one.provider for one in presets if one.local]
    found = await asyncio.gather(*(_offer(model, provider) for provider in local))
    return [provider for provider in found if provider is not None]


async def _offer(model: Model, provider: Provider) -> Provider | None:
    try:
        async with asyncio.timeout(LOCAL_S):
            models = await model.models(replace(provider, connect_s=LOCAL_S), None)
    except (ProviderFailure, TimeoutError):
        return None
    if not models:
        return None
    wanted = provider.model if provider.model in models else models[0]
    return replace(provider, model=wanted)

"""Narration: prompts, providers, failover and the offline answer."""

from __future__ import annotations

from collections.abc import Callable

from app.core.events import Kind
from app.core.prompt import PLAIN, Prompt
from app.core.redact import Redactor
from app.core.settings import Provider, Settings
from app.llm.base import Consent, KeyFor, PromptFor
from app.llm.failover import FailoverNarrator
from app.llm.health import Health
from app.llm.openai_compat import OpenAICompatible


async def _plain(mode: str, kind: Kind) -> Prompt:
    return PLAIN


async def _refuse(provider: Provider, host: str) -> bool:
    return False


def open_narrator(
    settings: Callable[[], Settings],
    *,
    key_for: KeyFor,
    prompt_for: PromptFor = _plain,
    consent: Consent = _refuse,
    redactor: Redactor | None = None,
    health: Health | None = None,
) -> FailoverNarrator:
    """The narrator of the app: the providers of the settings in order, then the offline one.

    ``settings`` is called for every question, so edited providers count at the next one.
    ``consent`` is asked once per host that is not this machine and not yet in
    ``privacy.agreed``; without it nothing is sent there. ``redactor`` takes keys out of what
    a provider says, answers included. Nothing is imported or opened
    before the first question or `warm`.
    """
    return FailoverNarrator(
        settings,
        OpenAICompatible(redactor),
        key_for=key_for,
        prompt_for=prompt_for,
        consent=consent,
        health=health or Health(),
        redactor=redactor,
    )

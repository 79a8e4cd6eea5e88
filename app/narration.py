"""The narrator for a run: its providers, the keys of the run and what is known of each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.core.redact import Redactor
from app.core.settings import Provider, Settings

if TYPE_CHECKING:
    from app.llm.base import PromptFor
    from app.llm.failover import FailoverNarrator
    from app.llm.health import Health
    from app.parts import Plan
    from app.store.secrets import Secrets


async def refuse(provider: Provider, host: str) -> bool:
    """Agrees to no host: what a program does that cannot ask its user."""
    return False


@asynccontextmanager
async def open_narrator(
    settings: Callable[[], Settings],
    redactor: Redactor,
    consent: Callable[[Provider, str], Awaitable[bool]] | None = None,
    prompt_for: PromptFor | None = None,
    *,
    secrets: Secrets | None = None,
    health: Health | None = None,
) -> AsyncIterator[FailoverNarrator]:
    """The narrator with the providers of the settings of the moment; closed on exit.

    ``consent`` asks the user before the first request to a host that is neither this
    machine nor among `privacy.agreed`; without it such a host is never asked. The prompt is
    that of the user's and the shipped files which fits the question, or of ``prompt_for``.
    """
    from app.llm import open_narrator as make
    from app.store.prompts import PromptFolder
    from app.store.secrets import Secrets

    narrator = make(
        settings,
        key_for=(secrets or Secrets(redactor)).key_for,
        consent=consent or refuse,
        prompt_for=prompt_for or PromptFolder().prompt_for,
        redactor=redactor,
        health=health,
    )
    try:
        yield narrator
    finally:
        await narrator.aclose()


def secrets_of(plan: Plan) -> Secrets:
    """The keys of the run: one store, so that a key kept in memory counts everywhere at once."""
    from app.store.secrets import Secrets

    if plan.secrets is None:

        async def ask(new: bool) -> str | None:
            return await plan.ask_passphrase(new) if plan.ask_passphrase else None

        plan.secrets = Secrets(plan.redactor, passphrase=ask)
    return plan.secrets


@asynccontextmanager
async def narrator_of(
    plan: Plan,
    settings: Callable[[], Settings] | None = None,
    prompt_for: PromptFor | None = None,
) -> AsyncIterator[FailoverNarrator]:
    """A narrator of the run: keys and what is known of the providers are shared by all.

    ``settings`` and ``prompt_for`` replace those of the run, where something is asked again.
    """
    from app.llm.health import Health

    plan.health = plan.health or Health()
    async with open_narrator(
        settings or (lambda: plan.settings),
        plan.redactor,
        plan.consent,
        prompt_for,
        secrets=secrets_of(plan),
        health=plan.health,
    ) as narrator:
        yield narrator

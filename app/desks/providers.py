"""Providers for the window that edits them: tested over the network, keys kept in workers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from app.core.provider import ProviderCheck
from app.core.settings import Provider
from app.narration import narrator_of, secrets_of
from app.parts import Plan
from app.ui.providers_source import KeyPlace, Template

if TYPE_CHECKING:
    from app.llm.failover import FailoverNarrator


class ProviderDesk:
    """Implements `ui.providers_source.Providers`; `aclose` closes its connections.

    Keys and the memory of refusals are those of the whole run: a key kept here counts at the
    next question, and a passed test forgives a provider that was set aside.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._opened = AsyncExitStack()
        self._narrator: FailoverNarrator | None = None

    async def aclose(self) -> None:
        """Close every connection."""
        self._narrator = None
        await self._opened.aclose()

    async def templates(self) -> Sequence[Template]:
        from app.llm.presets import PRESETS

        return [Template(one.title, one.provider, one.keys_at, one.local) for one in PRESETS]

    async def offers(self) -> Sequence[Provider]:
        return await (await self._asking()).local_offers()

    async def models(self, provider: Provider, key: str = "") -> Sequence[str]:
        return await (await self._asking()).models(provider, self._typed(key))

    async def test(self, provider: Provider, key: str = "") -> ProviderCheck:
        return await (await self._asking()).check(provider, self._typed(key))

    async def key_place(self, provider: Provider) -> KeyPlace | None:
        return await secrets_of(self._plan).where(provider)

    async def keep_key(self, provider: Provider, key: str) -> KeyPlace:
        return await secrets_of(self._plan).keep(provider, key)

    async def forget_key(self, provider: Provider) -> KeyPlace | None:
        secrets = secrets_of(self._plan)
        await secrets.forget(provider)
        return await secrets.where(provider)

    async def rename(self, old: Provider, new: Provider) -> None:
        await secrets_of(self._plan).move(old, new)

    def _typed(self, key: str) -> str | None:
        """A key just typed, masked wherever it may turn up; None for the kept one."""
        key = key.strip()
        if key:
            self._plan.redactor.register(key)
        return key or None

    async def _asking(self) -> FailoverNarrator:
        if self._narrator is None:
            self._narrator = await self._opened.enter_async_context(narrator_of(self._plan))
        return self._narrator

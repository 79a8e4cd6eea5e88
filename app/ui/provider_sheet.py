"""The sheet of one provider in the settings: its fields, its key and a test of both."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import GhostPilotError
from app.core.provider import host_of
from app.core.settings import Provider
from app.ui.desk_page import DeskPage
from app.ui.provider_form import ProviderForm
from app.ui.provider_key import ProviderKey
from app.ui.provider_test import ProviderTest, error_sentences
from app.ui.providers_source import Providers, Template


class ProviderSheet(DeskPage):
    """Shows one provider. Its key, its models and the test are seen to here.

    What the user changes in the fields goes out as ``form.edited``; it counts with `take_over`
    or is taken back with `refuse`.
    """

    def __init__(self, source: Providers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # it scrolls in a plain frame
        self._source = source
        self._provider: Provider | None = None
        self._looking = asyncio.Lock()
        """One look for a key after the other: what an older one saw is never shown last."""
        self._models: dict[str, Sequence[str]] = {}
        self.templates: Sequence[Template] = ()
        """The known providers, which tell where a key is got."""
        self.form = ProviderForm(self)
        self.key = ProviderKey(self)
        self.test = ProviderTest(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 16, 12)
        column.setSpacing(14)
        for part in (self.trouble_line, self.form, self.key, self.test):
            column.addWidget(part)
        column.addStretch(1)
        self.form.models_wanted.connect(lambda: self.do(self._fetch_models(), "fetch models"))
        self.key.keep_wanted.connect(lambda key: self.do(self._keep_key(key), "keep a key"))
        self.key.forget_wanted.connect(lambda: self.do(self._forget_key(), "forget a key"))
        self.test.test_wanted.connect(self._start_test)

    def show_provider(self, provider: Provider | None) -> None:
        """Show another one, or none; a key half typed for the one before is dropped."""
        self._provider = provider
        self.test.cancel()
        self.test.show_nothing()
        self.key.clear()
        self.tell("")
        if provider is not None:
            self.form.show_provider(provider, self._models.get(provider.name, ()))
            self.do(self._show_key(provider), "look for a key")

    def take_over(self, new: Provider) -> None:
        """A change of the fields counts; the key goes along with a new name."""
        old, self._provider = self._provider, new
        self.tell("")
        if old is not None and (old.name != new.name or old.key_env != new.key_env):
            self.do(self._take_key_along(old, new), "rename a provider")

    def refuse(self, words: str) -> None:
        """Say why a change of the fields cannot be, and show again what was."""
        self.tell(words)
        if self._provider is not None:
            self.form.show_provider(self._provider, self._models.get(self._provider.name, ()))

    async def _take_key_along(self, old: Provider, new: Provider) -> None:
        if old.name != new.name:
            await self._source.rename(old, new)
        await self._show_key(new)

    async def _show_key(self, provider: Provider) -> None:
        async with self._looking:
            place = await self._source.key_place(provider)
            if provider == self._provider:
                self.key.show_place(provider, place, self._keys_at(provider))

    async def _keep_key(self, key: str) -> None:
        if (provider := self._provider) is None:
            return
        await self._source.keep_key(provider, key)
        if provider == self._provider and self.key.typed == key:
            self.key.clear()
        await self._show_key(provider)

    async def _forget_key(self) -> None:
        if (provider := self._provider) is not None:
            await self._source.forget_key(provider)
            await self._show_key(provider)

    async def _fetch_models(self) -> None:
        if (provider := self._provider) is None:
            return
        self.form.set_fetching(True)
        try:
            models = await self._source.models(provider, self.key.typed)
        finally:
            self.form.set_fetching(False)
        self._models[provider.name] = models
        if self._provider is not None and self._provider.name == provider.name:
            self.form.show_models(models)
            if self.isVisible():
                self.form.open_models()

    def _start_test(self) -> None:
        if self._provider is not None:
            work = self._run_test(self._provider)
            self.test.begin(self._provider, self.do(work, "test a provider"))

    async def _run_test(self, provider: Provider) -> None:
        found = await self.test.outcome(provider, self._source.test(provider, self.key.typed))
        if found is not None and found.models:
            self._models[provider.name] = found.models
            self.form.show_models(found.models)

    def _keys_at(self, provider: Provider) -> str:
        """Where a key for this host is got, if it is a known one."""
        host = host_of(provider.base_url)
        known = [one for one in self.templates if host_of(one.provider.base_url) == host]
        return known[0].keys_at if known else ""

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        """Earlier words stay: they are about what is in the fields."""
        try:
            await work
        except GhostPilotError as error:
            self.tell(error_sentences(error))

"""The page of the settings that lists the providers of answers, edits, keys and tests them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import GhostPilotError
from app.core.provider import host_of
from app.core.settings import Provider
from app.core.tasks import spawn
from app.ui.dialogs import agrees
from app.ui.language import tr
from app.ui.provider_form import ProviderForm
from app.ui.provider_key import ProviderKey
from app.ui.provider_list import ProviderList, why_unused
from app.ui.provider_test import ProviderTest
from app.ui.providers_source import Providers, Template
from app.ui.told_words import in_the_language


class ProvidersPage(QWidget):
    """All providers at the left, the chosen one at the right. Data comes from `Providers`.

    A provider that lacks an address or a model stays in the list, whatever changes elsewhere,
    and is left out of `changed` until it is whole; one that the settings have that way stays
    in them. Call `stop` before the page goes away.
    """

    changed = pyqtSignal(tuple)
    """The providers that can be asked, in order, after each change of the user."""

    def __init__(self, source: Providers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._source = source
        self._providers: list[Provider] = []
        self._told: tuple[Provider, ...] = ()
        self._given: set[str] = set()
        """Names of those that the settings themselves have unfinished."""
        self._templates: Sequence[Template] = ()
        self._models: dict[str, Sequence[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._testing: asyncio.Task[None] | None = None
        self.list = ProviderList(self)
        self.form = ProviderForm(self)
        self.key = ProviderKey(self)
        self.test = ProviderTest(self)
        self._trouble = QLabel(self)
        self._trouble.setObjectName("trouble")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._arrange()
        self._connect()
        self._choose(-1)

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers that can be asked, in order, and what the settings have besides."""
        return tuple(
            one for one in self._providers if not why_unused(one) or one.name in self._given
        )

    @property
    def trouble(self) -> str:
        """What went wrong last; empty when nothing did."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def set_providers(self, providers: tuple[Provider, ...]) -> None:
        """Show these; what the user is just editing stays where nothing changed."""
        if providers == self.providers:
            self._told = providers
            return
        current, names = self._current(), {one.name for one in providers}
        begun = [
            (place, one)
            for place, one in enumerate(self._providers)
            if one not in self.providers and one.name not in names
        ]
        self._providers, self._told = list(providers), providers
        self._given = {one.name for one in providers if why_unused(one)}
        for place, one in begun:
            self._providers.insert(place, one)
        row = self._row_of(current)
        with QSignalBlocker(self.list):
            self.list.show_providers(self._providers, row)
        if self._current() != current:
            self._choose(row)

    def look(self) -> None:
        """Find out what can be added; servers of this machine are looked for."""
        self._do(self._look, "look for providers")

    def stop(self) -> None:
        """Give up what is going on."""
        for task in self._tasks:
            task.cancel()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Look again each time the page comes up: a local server may have been started."""
        super().showEvent(event)
        self.look()

    def _arrange(self) -> None:
        self._empty = QLabel(
            tr(
                "No provider is set up. Answers then come from your notes alone.\n\n"
                "Add one at the left: a service with a key, or a server on this machine."
            ),
            self,
        )
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget(self)
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 4, 16, 12)
        column.setSpacing(14)
        column.addWidget(self._trouble)
        column.addWidget(self.form)
        column.addWidget(self.key)
        column.addWidget(self.test)
        column.addStretch(1)
        self._sheet = QScrollArea(self)
        self._sheet.setFrameShape(QScrollArea.Shape.NoFrame)
        self._sheet.setWidgetResizable(True)
        self._sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet.setWidget(inside)
        row = QHBoxLayout(self)
        row.addWidget(self.list, 2)
        row.addWidget(self._sheet, 5)
        row.addWidget(self._empty, 5)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.added.connect(self._add)
        self.list.moved.connect(self._move)
        self.list.remove_wanted.connect(lambda row: self._do(partial(self._remove, row), "remove"))
        self.form.edited.connect(self._edit)
        self.form.models_wanted.connect(lambda: self._do(self._fetch_models, "fetch models"))
        self.key.keep_wanted.connect(
            lambda key: self._do(partial(self._keep_key, key), "keep a key")
        )
        self.key.forget_wanted.connect(lambda: self._do(self._forget_key, "forget a key"))
        self.test.test_wanted.connect(self._start_test)
        self.test.cancel_wanted.connect(self._cancel_test)

    # --- The list -------------------------------------------------------------------------

    def _current(self) -> Provider | None:
        row = self.list.row
        return self._providers[row] if 0 <= row < len(self._providers) else None

    def _row_of(self, provider: Provider | None) -> int:
        """Where the provider of that name is now; else the first row, -1 without any."""
        names = [one.name for one in self._providers]
        if provider is not None and provider.name in names:
            return names.index(provider.name)
        return 0 if names else -1

    def _choose(self, row: int) -> None:
        """Show the provider of a row; a key half typed for another one is dropped."""
        self._cancel_test()
        self.test.show_nothing()
        self.key.clear()
        self._trouble.hide()
        current = self._current()
        self._sheet.setVisible(current is not None)
        self._empty.setVisible(current is None)
        if current is not None:
            self.form.show_provider(current, self._models.get(current.name, ()))
            self._do(partial(self._show_key, current), "look for a key")

    def _add(self, start: Provider) -> None:
        names, name, number = {one.name for one in self._providers}, start.name, 2
        while name in names:
            name, number = f"{start.name} {number}", number + 1
        self._providers.append(replace(start, name=name))
        self.list.show_providers(self._providers, len(self._providers) - 1)
        self._tell()

    def _move(self, old: int, new: int) -> None:
        self._providers.insert(new, self._providers.pop(old))
        self.list.show_providers(self._providers, new)
        self._tell()

    async def _remove(self, row: int) -> None:
        provider = self._providers[row]
        yes = await agrees(
            tr("Remove {name}?").format(name=provider.name),
            tr("It is not asked any more, and its key is forgotten."),
            yes=tr("Remove"),
            no=tr("Keep it"),
            parent=self,
        )
        if not yes or provider not in self._providers:
            return
        row = self._providers.index(provider)
        del self._providers[row]
        row = min(row, len(self._providers) - 1)
        self.list.show_providers(self._providers, row)
        self._choose(row)
        self._tell()
        await self._source.forget_key(provider)

    def _edit(self, new: Provider) -> None:
        """Take a change of the form over, unless its name cannot be."""
        old, row = self._current(), self.list.row
        if old is None:
            return
        if not new.name or any(one.name == new.name for one in self._providers if one != old):
            self._complain(tr("Every provider needs a name of its own."))
            self.form.show_provider(old, self._models.get(old.name, ()))
            return
        self._trouble.hide()
        if old.name in self._given:
            self._given = self._given - {old.name} | {new.name}
        self._providers[row] = new
        self.list.show_providers(self._providers, row)
        if old.name != new.name or old.key_env != new.key_env:
            self._do(partial(self._take_key_along, old, new), "rename a provider")
        self._tell()

    def _tell(self) -> None:
        if self.providers != self._told:
            self._told = self.providers
            self.changed.emit(self._told)

    # --- Keys, models, tests ----------------------------------------------------------------

    async def _look(self) -> None:
        self._templates = await self._source.templates()
        self.list.show_known(self._templates, ())
        self.list.show_known(self._templates, await self._source.offers())

    async def _take_key_along(self, old: Provider, new: Provider) -> None:
        if old.name != new.name:
            await self._source.rename(old, new)
        await self._show_key(new)

    async def _show_key(self, provider: Provider) -> None:
        place = await self._source.key_place(provider)
        if provider == self._current():
            self.key.show_place(provider, place, self._keys_at(provider))

    async def _keep_key(self, key: str) -> None:
        if (provider := self._current()) is None:
            return
        await self._source.keep_key(provider, key)
        if provider == self._current() and self.key.typed == key:
            self.key.clear()
        await self._show_key(provider)

    async def _forget_key(self) -> None:
        if (provider := self._current()) is not None:
            await self._source.forget_key(provider)
            await self._show_key(provider)

    async def _fetch_models(self) -> None:
        if (provider := self._current()) is None:
            return
        self.form.set_fetching(True)
        try:
            models = await self._source.models(provider, self.key.typed)
        finally:
            self.form.set_fetching(False)
        self._models[provider.name] = models
        if (current := self._current()) and current.name == provider.name:
            self.form.show_models(models)
            if self.isVisible():
                self.form.open_models()

    def _start_test(self) -> None:
        provider = self._current()
        if provider is None:
            return
        words = tr("Asking {host} for one word; nothing of yours is sent.")
        self.test.show_running(words.format(host=host_of(provider.base_url)))
        self._testing = self._do(partial(self._run_test, provider), "test a provider")

    async def _run_test(self, provider: Provider) -> None:
        try:
            found = await self._source.test(provider, self.key.typed)
        except GhostPilotError as error:
            self.test.show_trouble(error)
            return
        if found.models:
            self._models[provider.name] = found.models
            self.form.show_models(found.models)
        self.test.show_found(found, provider.model)

    def _cancel_test(self) -> None:
        if self._testing is not None and not self._testing.done():
            self._testing.cancel()
            self.test.show_cancelled()
        self._testing = None

    def _keys_at(self, provider: Provider) -> str:
        """Where a key for this host is got, if it is a known one."""
        host = host_of(provider.base_url)
        known = [one for one in self._templates if host_of(one.provider.base_url) == host]
        return known[0].keys_at if known else ""

    def _do(self, work: Callable[[], Awaitable[None]], name: str) -> asyncio.Task[None]:
        task = spawn(self._told_of(work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _told_of(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something and say on the page what went wrong with it."""
        try:
            await work()
        except GhostPilotError as error:
            parts = map(in_the_language, (error.title, error.detail, error.next_step))
            self._complain(" ".join(f"{part.rstrip('. ')}." for part in parts if part))

    def _complain(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.show()

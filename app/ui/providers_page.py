"""The page of the settings that lists the providers of answers, edits, keys and tests them."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget

from app.core.settings import Provider
from app.ui.dialogs import agrees
from app.ui.language import tr
from app.ui.provider_list import ProviderList, why_unused
from app.ui.provider_sheet import ProviderSheet
from app.ui.providers_source import Providers


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
        self.list = ProviderList(self)
        self.sheet = ProviderSheet(source)
        self._arrange()
        self._connect()
        self._choose()

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers that can be asked, in order, and what the settings have besides."""
        return tuple(
            one for one in self._providers if not why_unused(one) or one.name in self._given
        )

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
            self._choose()

    def look(self) -> None:
        """Find out what can be added; servers of this machine are looked for."""
        self.sheet.do(self._look(), "look for providers")

    def stop(self) -> None:
        """Give up what is going on."""
        self.sheet.stop()

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
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.sheet)
        row = QHBoxLayout(self)
        row.addWidget(self.list, 2)
        row.addWidget(self._scroll, 5)
        row.addWidget(self._empty, 5)

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.added.connect(self._add)
        self.list.moved.connect(self._move)
        self.list.remove_wanted.connect(
            lambda row: self.sheet.do(self._remove(row), "remove a provider")
        )
        self.sheet.form.edited.connect(self._edit)

    def _current(self) -> Provider | None:
        row = self.list.row
        return self._providers[row] if 0 <= row < len(self._providers) else None

    def _row_of(self, provider: Provider | None) -> int:
        """Where the provider of that name is now; else the first row, -1 without any."""
        names = [one.name for one in self._providers]
        if provider is not None and provider.name in names:
            return names.index(provider.name)
        return 0 if names else -1

    def _choose(self) -> None:
        """Show the provider of the row that is looked at."""
        current = self._current()
        self._scroll.setVisible(current is not None)
        self._empty.setVisible(current is None)
        self.sheet.show_provider(current)

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
        self._choose()
        self._tell()
        await self._source.forget_key(provider)

    def _edit(self, new: Provider) -> None:
        """Take a change of the form over, unless its name cannot be."""
        old, row = self._current(), self.list.row
        if old is None:
            return
        if not new.name or any(one.name == new.name for one in self._providers if one != old):
            self.sheet.refuse(tr("Every provider needs a name of its own."))
            return
        if old.name in self._given:
            self._given = self._given - {old.name} | {new.name}
        self._providers[row] = new
        self.list.show_providers(self._providers, row)
        self.sheet.take_over(new)
        self._tell()

    def _tell(self) -> None:
        if self.providers != self._told:
            self._told = self.providers
            self.changed.emit(self._told)

    async def _look(self) -> None:
        self.sheet.templates = templates = await self._source.templates()
        self.list.show_known(templates, ())
        self.list.show_known(templates, await self._source.offers())

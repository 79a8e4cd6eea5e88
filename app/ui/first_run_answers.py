"""The step of the walk that chooses who words the answers: a provider, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from app.core.provider import host_of, on_this_machine, wrong_address
from app.core.settings import Provider
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.provider_test import ProviderTest
from app.ui.providers_source import Providers, Template
from app.ui.settings_source import SettingsSource


class AnswersPage(Page):
    """A known service or a server of this machine, its key, and a test; or no model at all."""

    def __init__(self, providers: Providers, settings: SettingsSource) -> None:
        super().__init__(
            tr(
                "Passages of your notes are shown in any case, without a network. A language "
                "model can put them into an answer; you choose which, and may do so later."
            )
        )
        self._providers, self._settings = providers, settings
        self._templates: list[Template] = []
        self.who = QComboBox(self)
        self.who.setAccessibleName(tr("Answers by"))
        # Long names are read in the list that opens: the page keeps the width of the window.
        self.who.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.who.setMinimumContentsLength(12)
        self.address = self._field(tr("Address"))
        self.model = self._field(tr("Model"))
        self.key = self._field(tr("Key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.hint = self.line("", "quiet")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Answers by"), self.who)
        self.column.addLayout(form)
        self.details = QWidget(self)
        inner = QFormLayout(self.details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        inner.setVerticalSpacing(8)
        inner.addRow(tr("Address"), self.address)
        inner.addRow(tr("Model"), self.model)
        inner.addRow(tr("Key"), self.key)
        inner.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.column.addWidget(self.details)
        self.column.addWidget(self.hint)
        self.test = ProviderTest(self)
        self.column.addWidget(self.test)
        self.end()
        self._show_choices([])
        self.who.activated.connect(self._chosen)
        self.address.textChanged.connect(self._say_where)
        self.test.test_wanted.connect(self._start_test)

    def entered(self) -> None:
        """Find out which services are known and which servers run here."""
        if not self._templates:
            self.do(self._look(), "look for providers")

    def left(self) -> None:
        """Give up a test that runs."""
        self.test.cancel()

    def go_on(self) -> None:
        """What stands here counts, tested or not."""
        self.do(self._keep(), "keep a provider")

    @property
    def provider(self) -> Provider | None:
        """What the fields say; None for no model."""
        start = self.who.currentData()
        if not isinstance(start, Provider):
            return None
        return replace(start, base_url=self.address.text().strip(), model=self.model.text().strip())

    # --- Who --------------------------------------------------------------------------------

    async def _look(self) -> None:
        self._templates = list(await self._providers.templates())
        self._show_choices([])
        self._show_choices(await self._providers.offers())

    def _show_choices(self, offers: Sequence[Provider]) -> None:
        """Nobody first, then what is set up, what runs here, and the services."""
        chosen = self.who.currentData()
        own = self._settings.now.providers
        self.who.clear()
        self.who.addItem(tr("No model: passages of my notes alone"), None)
        for provider in own:
            self.who.addItem(tr("{name} (set up)").format(name=provider.name), provider)
        names = {provider.name for provider in own}
        for offer in offers:
            if offer.name not in names:
                words = tr("{name} (runs on this computer)").format(name=offer.name)
                self.who.addItem(words, offer)
                names.add(offer.name)
        for template in self._templates:
            if template.provider.name not in names:
                self.who.addItem(template.title, template.provider)
        wanted = self.who.findData(chosen) if chosen is not None else (1 if own else 0)
        self.who.setCurrentIndex(max(0, wanted))
        if self.who.currentData() != chosen or chosen is None:
            self._chosen()  # else what was typed meanwhile stays

    def _chosen(self) -> None:
        start = self.who.currentData()
        self.test.cancel()
        self.test.show_nothing()
        shown = isinstance(start, Provider)
        self.details.setVisible(shown)
        self.test.setVisible(shown)
        if shown:
            self.address.setText(start.base_url)
            self.model.setText(start.model)
            self.key.clear()
        self.hint.setVisible(shown)
        self._say_where()

    def _say_where(self) -> None:
        """Where a key is got, and where the questions go."""
        start, address = self.who.currentData(), self.address.text().strip()
        words = []
        if on_this_machine(address):
            words.append(tr("Nothing leaves this computer."))
        else:
            for one in self._templates:
                if one.provider == start and one.keys_at:
                    words.append(tr("Get a key at {address}.").format(address=one.keys_at))
            if host := host_of(address):
                text = tr(
                    "The question, recent talk and the passages shown go to {host}; you are asked "
                    "before the first time."
                )
                words.append(text.format(host=host))
        self.hint.setText(" ".join(words))

    # --- Testing and keeping ------------------------------------------------------------------

    def _start_test(self) -> None:
        provider = self._whole()
        if provider is not None:
            self.test.begin(provider, self.do(self._tested(provider), "test a provider"))

    async def _tested(self, provider: Provider) -> None:
        asking = self._providers.test(provider, self.key.text().strip())
        found = await self.test.outcome(provider, asking)
        if found is not None and found.passed:
            self.do(self._keep(), "keep a provider")

    def _whole(self) -> Provider | None:
        """The provider if it can be asked; else what is missing is said."""
        provider = self.provider
        if provider is None:
            return None
        wrong = wrong_address(provider.base_url)
        if wrong:
            self.tell(tr("The address is not complete: {why}.").format(why=wrong))
        elif not provider.model:
            self.tell(tr("Which model? The provider's own pages list them."))
        else:
            self.tell("")
            return provider
        return None

    async def _keep(self) -> None:
        """The provider comes first from now on, with its key in the safest place there is."""
        provider = self._whole()
        if provider is None:
            return
        key = self.key.text().strip()
        others = [one for one in self._settings.now.providers if one.name != provider.name]
        wanted = (provider, *others)
        if wanted != self._settings.now.providers:
            await self._settings.change({}, providers=wanted)
        if key:
            await self._providers.keep_key(provider, key)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        return field

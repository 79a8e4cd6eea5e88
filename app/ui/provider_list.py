"""The providers in the order they are asked: a list to add to, to reorder and to remove from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.provider import host_of, wrong_address
from app.core.settings import Provider
from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.providers_source import Template


class ProviderList(QWidget):
    """A row for each provider, the first one asked first. Rows are told by their number."""

    chosen = pyqtSignal(int)
    """The row that is looked at; -1 for none."""
    added = pyqtSignal(object)
    """A `Provider` to start from."""
    moved = pyqtSignal(int, int)
    """From one row to another."""
    remove_wanted = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Providers, the first is asked first"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.currentRowChanged.connect(self._choose)
        self._menu = QMenu(self)
        self._add = self._button(tr("Add"), tr("Add a provider"))
        self._add.setMenu(self._menu)
        self._up = self._button("↑", tr("Ask this one earlier"))
        self._down = self._button("↓", tr("Ask this one later"))
        self._remove = self._button(tr("Remove"), tr("Remove this provider"))
        self._up.clicked.connect(partial(self._move, -1))
        self._down.clicked.connect(partial(self._move, 1))
        self._remove.clicked.connect(self._want_removal)
        for keys, act in (
            ("Alt+Up", partial(self._move, -1)),
            ("Alt+Down", partial(self._move, 1)),
            ("Del", self._want_removal),
        ):
            shortcut = QShortcut(QKeySequence(keys), self._list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self._here = plain_line("quiet", parent=self)
        self._here.hide()
        buttons = QHBoxLayout()
        for button in (self._add, self._up, self._down, self._remove):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        column.addWidget(self._here)
        column.addLayout(buttons)
        self._choose(-1)

    @property
    def row(self) -> int:
        """The row that is looked at; -1 for none."""
        return self._list.currentRow()

    @property
    def texts(self) -> list[str]:
        """What the rows say."""
        return [item.text() for n in range(self._list.count()) if (item := self._list.item(n))]

    def show_providers(self, providers: Sequence[Provider], row: int) -> None:
        """Show these, with one of them looked at; `chosen` is told where that changes."""
        before = self.row
        self._list.blockSignals(True)
        self._list.clear()
        for number, provider in enumerate(providers, start=1):
            self._list.addItem(f"{number}.  {provider.name}\n{row_words(provider)}")
        self._list.setCurrentRow(row)
        self._list.blockSignals(False)
        if row != before:
            self._choose(row)
        else:
            self._enable()

    def show_known(self, templates: Sequence[Template], offers: Sequence[Provider]) -> None:
        """Fill the menu of what can be added, servers that run here first."""
        self._menu.clear()
        for offer in offers:
            words = tr("{name}, running here: {model}").format(name=offer.name, model=offer.model)
            self._entry(words, offer)
        if offers:
            self._menu.addSeparator()
        for template in templates:
            self._entry(template.title, template.provider)
        names = ", ".join(f"{offer.name} ({offer.model})" for offer in offers)
        words = tr("Running on this machine: {names}. Asked only if you add it.")
        self._here.setText(words.format(names=names))
        self._here.setVisible(bool(offers))

    def _entry(self, words: str, provider: Provider) -> None:
        action = self._menu.addAction(words.replace("&", "&&"))
        if action is not None:
            action.triggered.connect(lambda: self.added.emit(provider))

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoDefault(False)
        return button

    def _choose(self, row: int) -> None:
        self._enable()
        self.chosen.emit(row)

    def _enable(self) -> None:
        row, count = self.row, self._list.count()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < count - 1)
        self._remove.setEnabled(row >= 0)

    def _move(self, by: int) -> None:
        row = self.row
        if row >= 0 and 0 <= row + by < self._list.count():
            self.moved.emit(row, row + by)

    def _want_removal(self) -> None:
        if self.row >= 0:
            self.remove_wanted.emit(self.row)


def why_unused(provider: Provider) -> str:
    """Why a provider cannot be asked yet, in a few words; empty where it can."""
    if wrong_address(provider.base_url):
        return tr("not asked yet: its address is not complete")
    return "" if provider.model else tr("not asked yet: it has no model")


def row_words(provider: Provider) -> str:
    """The second line of a row."""
    return why_unused(provider) or f"{provider.model} · {host_of(provider.base_url)}"

"""The left side of the prompts tab: every prompt with its state, and a button for a new one."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from app.ui.language import tr
from app.ui.prompts_source import PromptRow
from app.ui.styles import Palette
from app.ui.tab_layout import side_column
from app.ui.two_lines import RECORD, SNIPPET, TwoLines


class PromptsList(QWidget):
    """Shows what it is given; a prompt the user goes to is told by its name."""

    chosen = pyqtSignal(str)
    copy_wanted = pyqtSignal()
    """A new prompt that begins as a copy of this one."""

    def __init__(self, colours: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, PromptRow] = {}
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Prompts"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = TwoLines(colours)
        self.list.setItemDelegate(self._delegate)
        self.list.currentItemChanged.connect(self._choose)
        self.copy = QPushButton(tr("New from a copy…"), self)
        self.copy.clicked.connect(self.copy_wanted)
        column = side_column(self)
        column.addWidget(self.list, 1)
        column.addWidget(self.copy)

    def set_colours(self, colours: Palette) -> None:
        """Draw in another theme."""
        self._delegate.colours = colours

    def show_rows(self, rows: Sequence[PromptRow], current: str, drafts: Container[str]) -> None:
        """List these prompts; ``drafts`` names those with text that is not saved."""
        self._rows = {row.name: row for row in rows}
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in rows:
                QListWidgetItem(self.list).setData(RECORD, row.name)
        self.show_drafts(drafts)
        self.go_to(current)

    def show_drafts(self, drafts: Container[str]) -> None:
        """Say anew which prompts have text that is not saved."""
        for item in self._items():
            row = self._rows[item.data(RECORD)]
            item.setText(row.title or row.name)
            item.setData(SNIPPET, _short_state(row, draft=row.name in drafts) or row.name)
            item.setToolTip(row.trouble)

    def go_to(self, name: str) -> None:
        """Choose a prompt without telling anybody."""
        for item in self._items():
            if item.data(RECORD) == name:
                with QSignalBlocker(self.list):
                    self.list.setCurrentItem(item)

    def _items(self) -> list[QListWidgetItem]:
        every = (self.list.item(place) for place in range(self.list.count()))
        return [item for item in every if item is not None]

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(RECORD))


def state_words(row: PromptRow, *, draft: bool) -> str:
    """What a prompt is, in words; ``draft`` for one with text that is not saved."""
    if draft:
        return tr("Not saved yet")
    return {
        "shipped": tr("As it came with the program"),
        "changed": tr("Changed by you"),
        "own": tr("Yours"),
    }[row.state]


def _short_state(row: PromptRow, *, draft: bool) -> str:
    """The state where it is worth a word in the list; empty for a prompt as it was shipped."""
    if row.trouble and not draft:
        return tr("Cannot be used")
    return state_words(row, draft=draft) if draft or row.state != "shipped" else ""

"""Narrows sessions down: by date, kind of conversation, provider and the notes they showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PyQt6.QtCore import QDate, QTimer, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QDateEdit, QGridLayout, QLabel, QLineEdit, QWidget

from app.ui.language import tr
from app.ui.setting_words import mode_words

if TYPE_CHECKING:
    from app.store.rows import SessionRow
    from app.store.search import Filters

TYPING_MS = 250
BETWEEN = -1
"""Stands for two dates of the user's choice."""


class SessionFilters(QWidget):
    """A small form; what it does not limit is empty in `filters`."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self.changed)
        self.when = QComboBox(self)
        for words, days in (
            (tr("Any time"), 0),
            (tr("Today"), 1),
            (tr("Last 7 days"), 7),
            (tr("Last 30 days"), 30),
            (tr("Between two days"), BETWEEN),
        ):
            self.when.addItem(words, days)
        self.when.currentIndexChanged.connect(self._show_days)
        self.since, self.until = self._day(tr("First day")), self._day(tr("Last day"))
        self.mode = self._choice(tr("All kinds of conversation"))
        self.provider = self._choice(tr("All providers"))
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(tr("A note that was shown"))
        self.note.setAccessibleName(self.note.placeholderText())
        self.note.setClearButtonEnabled(True)
        self.note.textChanged.connect(lambda: self._typing.start(TYPING_MS))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(self.when, 0, 0, 1, 3)
        grid.addWidget(self.since, 1, 0)
        self._dash = QLabel("-", self)
        grid.addWidget(self._dash, 1, 1)
        grid.addWidget(self.until, 1, 2)
        grid.addWidget(self.mode, 2, 0, 1, 3)
        grid.addWidget(self.provider, 3, 0, 1, 3)
        grid.addWidget(self.note, 4, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self._show_days()

    def filters(self, today: date | None = None) -> Filters:
        """What the sessions are limited to."""
        from app.store.search import Filters

        today = today or date.today()
        days = self.when.currentData()
        since = today - timedelta(days=days - 1) if days > 0 else None
        until = None
        if days == BETWEEN:
            since, until = sorted((self.since.date().toPyDate(), self.until.date().toPyDate()))
        mode, provider = self.mode.currentData(), self.provider.currentData()
        return Filters(since, until, mode or "", provider or "", self.note.text().strip())

    def offer(self, rows: Sequence[SessionRow]) -> None:
        """Offer the kinds of conversation and the providers that these sessions have."""
        self._fill(self.mode, {row.mode for row in rows}, mode_words)
        self._fill(self.provider, {name for row in rows for name in row.providers})

    def clear(self) -> None:
        """Limit nothing any more."""
        for choice in (self.when, self.mode, self.provider):
            choice.setCurrentIndex(0)
        self.note.clear()

    def _fill(self, choice: QComboBox, names: set[str], words: Callable[[str], str] = str) -> None:
        """The choice stays; one that is no longer there counts as none."""
        wanted = [choice.itemData(n) for n in range(1, choice.count())]
        found = sorted(filter(None, names))
        if found == wanted:
            return
        before = choice.currentData()
        choice.blockSignals(True)
        while choice.count() > 1:
            choice.removeItem(1)
        for name in found:
            choice.addItem(words(name), name)
        choice.setCurrentIndex(max(0, choice.findData(before) if before else 0))
        choice.blockSignals(False)

    def _show_days(self) -> None:
        chosen = self.when.currentData() == BETWEEN
        for part in (self.since, self._dash, self.until):
            part.setVisible(chosen)
        self.changed.emit()

    def _day(self, name: str) -> QDateEdit:
        edit = QDateEdit(QDate.currentDate(), self)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("d MMM yyyy")
        edit.setAccessibleName(name)
        edit.setToolTip(name)
        edit.dateChanged.connect(lambda: self._typing.start(TYPING_MS))
        return edit

    def _choice(self, every: str) -> QComboBox:
        choice = QComboBox(self)
        choice.addItem(every, "")
        choice.setAccessibleName(every)
        choice.currentIndexChanged.connect(self.changed)
        return choice

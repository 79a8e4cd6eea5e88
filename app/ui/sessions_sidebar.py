"""The left side of the sessions tab: search, the list of sessions and what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QModelIndex, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.language import tr
from app.ui.session_filters import SessionFilters
from app.ui.sessions_list import HitModel, SessionModel
from app.ui.styles import Palette
from app.ui.tab_layout import search_field
from app.ui.two_lines import RECORD, TwoLines

if TYPE_CHECKING:
    from app.store.rows import SessionRow
    from app.store.search import Hit

TYPING_MS = 120
"""A search waits this long for the next letter."""


class SessionsSidebar(QWidget):
    """Shows what it is given; what the user chooses goes out as signals."""

    session_chosen = pyqtSignal(str)
    """The name of a session."""
    place_chosen = pyqtSignal(object)
    """The `Hit` of a search."""
    search_wanted = pyqtSignal()
    """What is looked for has changed; see `text` and `filters`."""
    import_wanted = pyqtSignal()
    limits_wanted = pyqtSignal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.sessions, self.hits = SessionModel(), HitModel()
        self._delegate = TwoLines(palette)
        self.search = search_field(tr("Search all sessions…"), self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self.search_wanted)
        self.search.textChanged.connect(lambda: self._typing.start(TYPING_MS))
        self.filters = SessionFilters(self)
        self.filters.hide()
        self.filters.changed.connect(self.search_wanted)
        self._narrow = QPushButton(tr("Filters"), self)
        self._narrow.setCheckable(True)
        self._narrow.toggled.connect(self._show_filters)
        self._all: dict[str, SessionRow] = {}
        self._matching: set[str] | None = None
        self.list = self._make_list(self.sessions, tr("Sessions"))
        self.found = self._make_list(self.hits, tr("Places found"))
        self._lists = QStackedWidget(self)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.found)
        self._count = QLabel(self)
        self._count.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 10, 8)
        column.setSpacing(8)
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.search, 1)
        above.addWidget(self._narrow)
        below = QVBoxLayout()  # one below the other: the side stays narrow in large text
        below.setSpacing(6)
        self._button(tr("Import…"), tr("Take in a session file"), self.import_wanted, below)
        self._button(tr("Storage…"), tr("How long sessions stay"), self.limits_wanted, below)
        column.addLayout(above)
        column.addWidget(self.filters)
        column.addWidget(self._lists, 1)
        column.addWidget(self._count)
        column.addLayout(below)
        for view, chosen in ((self.list, self._session), (self.found, self._place)):
            choice = view.selectionModel()
            assert choice is not None
            choice.currentChanged.connect(chosen)

    @property
    def text(self) -> str:
        """What is looked for; empty while all sessions are listed."""
        return self.search.text().strip()

    def show_sessions(self, rows: Sequence[SessionRow]) -> None:
        """These are all sessions there are; the list of a running search stays in front."""
        self._all = {row.name: row for row in rows}
        self.filters.offer(rows)
        self._show_rows()

    def narrow(self, names: set[str] | None) -> None:
        """List only these sessions; None lists all."""
        self._matching = names
        self._show_rows()
        self.show_list()

    def _show_rows(self) -> None:
        only = self._matching
        self.sessions.show_rows(
            [row for row in self._all.values() if only is None or row.name in only]
        )
        if self._lists.currentWidget() is self.list:
            self.show_list()

    def show_list(self) -> None:
        """Bring the list of sessions to the front."""
        self._lists.setCurrentWidget(self.list)
        count, every = len(self.sessions.rows), len(self._all)
        if count != every:
            self.say(tr("{count} of {all} sessions").format(count=count, all=every))
        else:
            self.say(tr("1 session") if count == 1 else tr("{count} sessions").format(count=count))

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Bring what a search found to the front."""
        self.hits.show_rows(hits)
        self._lists.setCurrentWidget(self.found)
        count = len(hits)
        self.say(
            tr("1 place found") if count == 1 else tr("{count} places found").format(count=count)
        )

    def say(self, words: str) -> None:
        """Tell something below the list."""
        self._count.setText(words)

    def row(self, name: str) -> SessionRow | None:
        """What is known of a session; None when there is none of that name."""
        return self._all.get(name)

    @property
    def rows(self) -> list[SessionRow]:
        """All sessions, the newest first."""
        return list(self._all.values())

    def select(self, name: str) -> None:
        """Choose a session in the list."""
        self.list.setCurrentIndex(self.sessions.index(self.sessions.row_of(name), 0))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._delegate.colours = palette

    def _show_filters(self, shown: bool) -> None:
        """Filters that cannot be seen limit nothing."""
        self.filters.setVisible(shown)
        if not shown:
            self.filters.clear()

    def _button(self, text: str, about: str, wanted: Any, row: QVBoxLayout) -> None:
        button = QPushButton(text, self)
        button.setToolTip(about)
        button.clicked.connect(lambda: wanted.emit())
        row.addWidget(button)

    def _session(self, index: QModelIndex) -> None:
        row = index.data(RECORD)
        if row is not None:
            self.session_chosen.emit(row.name)

    def _place(self, index: QModelIndex) -> None:
        hit = index.data(RECORD)
        if hit is not None:
            self.place_chosen.emit(hit)

    def _make_list(self, model: SessionModel | HitModel, name: str) -> QListView:
        view = QListView(self)
        view.setModel(model)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(name)
        return view

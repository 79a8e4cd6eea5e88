"""The left side of the sessions tab: search, the list of sessions and what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QModelIndex, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QLabel, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from app.ui.language import tr
from app.ui.sessions_list import RECORD, HitModel, SessionModel, TwoLines
from app.ui.styles import Palette

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
    """What is looked for has changed; see `text`."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setMinimumWidth(240)
        self.sessions, self.hits = SessionModel(), HitModel()
        self._delegate = TwoLines(palette)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search all sessions…"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self.search_wanted)
        self.search.textChanged.connect(lambda: self._typing.start(TYPING_MS))
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
        column.addWidget(self.search)
        column.addWidget(self._lists, 1)
        column.addWidget(self._count)
        for view, chosen in ((self.list, self._session), (self.found, self._place)):
            choice = view.selectionModel()
            assert choice is not None
            choice.currentChanged.connect(chosen)

    @property
    def text(self) -> str:
        """What is looked for; empty while all sessions are listed."""
        return self.search.text().strip()

    def show_sessions(self, rows: Sequence[SessionRow]) -> None:
        """List these sessions; the list of a running search stays in front."""
        self.sessions.show_rows(rows)
        if self._lists.currentWidget() is self.list:
            self.show_list()

    def show_list(self) -> None:
        """Bring the list of all sessions to the front."""
        self._lists.setCurrentWidget(self.list)
        count = len(self.sessions.rows)
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
        """What is known of a session; None when it is not listed."""
        place = self.sessions.row_of(name)
        return self.sessions.rows[place] if place >= 0 else None

    def select(self, name: str) -> None:
        """Choose a session in the list."""
        self.list.setCurrentIndex(self.sessions.index(self.sessions.row_of(name), 0))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        self._delegate.colours = palette

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

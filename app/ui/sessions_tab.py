"""The sessions tab: find a session, look at it, play it back, ask it again, hand it on."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QModelIndex, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.ui.comparison_view import ComparisonView
from app.ui.language import tr
from app.ui.session_dialogs import compare_with, really_delete, where_to_export
from app.ui.session_view import SessionView
from app.ui.sessions_list import RECORD, HitModel, SessionModel, TwoLines, day
from app.ui.sessions_source import Sessions
from app.ui.styles import PALETTES

if TYPE_CHECKING:
    from app.store.rows import SessionRow

TYPING_MS = 120
"""A search waits this long for the next letter."""


LONG = 2_000
"""A session of more turns is shown before its talk is there."""


class SessionsTab(QWidget):
    """All sessions at the left, the chosen one at the right. Data comes from `Sessions`."""

    opened = pyqtSignal(str)
    """A session is on screen."""

    def __init__(
        self, source: Sessions, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        palette = PALETTES[chosen.theme]
        self._source = source
        self._wanted = self._shown = ""
        self._turn_after = 0
        self._stop_rerun = False
        self.sessions, self.hits = SessionModel(), HitModel()
        self._delegate = TwoLines(palette)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(tr("Search all sessions…"))
        self._search.setAccessibleName(self._search.placeholderText())
        self._search.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._find)
        self._search.textChanged.connect(lambda: self._typing.start(TYPING_MS))
        self._list = self._make_list(self.sessions, tr("Sessions"))
        self._found = self._make_list(self.hits, tr("Places found"))
        self._lists = QStackedWidget(self)
        self._lists.addWidget(self._list)
        self._lists.addWidget(self._found)
        self._count = QLabel(self)
        self._count.setObjectName("quiet")
        self._trouble = QLabel(self)
        self._trouble.setObjectName("trouble")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self.view = SessionView(palette, self)
        self.comparison = ComparisonView(palette, self)
        self._empty = QLabel(tr("No session has been recorded yet."), self)
        self._empty.setObjectName("quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        for page in (self._empty, self.view, self.comparison):
            self._pages.addWidget(page)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Look at the disk again; the newest session is shown if none was chosen."""
        self._do(self._refresh(), "list sessions")

    def open(self, name: str, turn: int = 0) -> None:
        """Show a session, at one of its turns."""
        self._wanted, self._turn_after = name, turn
        self._do(self._open(name), "open a session")

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Draw in another theme."""
        palette = PALETTES[chosen.theme]
        self._delegate.colours = palette
        self.view.set_colours(palette)
        self.comparison.set_colours(palette)
        self.update()

    @property
    def trouble(self) -> str:
        """What went wrong last; empty when nothing did."""
        return self._trouble.text() if not self._trouble.isHidden() else ""

    def _do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        spawn(self._told(work), name=name)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something and say in the window what went wrong with it."""
        self._trouble.hide()
        try:
            await work
        except GhostPilotError as error:
            self._trouble.setText(str(error))
            self._trouble.show()

    async def _refresh(self) -> None:
        rows = await self._source.sessions()
        self.sessions.show_rows(rows)
        self._count_sessions()
        if self.sessions.row_of(self._wanted) >= 0:
            self._select(self._wanted)
            row = rows[self.sessions.row_of(self._wanted)]
            if row.name == self._shown and row.turns != len(self.view.turns):  # it goes on
                self.open(row.name, self.view.turn.number if self.view.turn else 0)
            elif row.name == self._shown:
                self.view.show_row(row)
        elif rows:
            self._select(rows[0].name)
        else:
            self._wanted = ""
            self._pages.setCurrentWidget(self._empty)

    async def _open(self, name: str) -> None:
        from app.ui.session_latency import latencies_of

        place = self.sessions.row_of(name)
        if place < 0:
            return
        row = self.sessions.rows[place]
        turns = await self._source.turns(name)
        long = len(turns) > LONG
        said = [] if long else await self._source.said(name)
        if name != self._wanted:
            return  # another one was chosen meanwhile
        self._shown = name
        self.view.show_session(row, turns, said, latencies_of(turns))
        self._pages.setCurrentWidget(self.view)
        if turns:
            await self._show_turn(min(max(1, self._turn_after), len(turns)))
        self.opened.emit(name)
        if long:
            said = await self._source.said(name)
            if name == self._shown:
                self.view.show_talk(said)
        self._do(self._add_details(name), "read a session")

    async def _add_details(self, name: str) -> None:
        details = None
        try:
            details = await self._source.details(name)
        finally:
            if name == self._shown:
                self.view.show_details(details)

    async def _show_turn(self, number: int) -> None:
        name = self._shown
        if not 0 < number <= len(self.view.turns):
            return
        row = self.view.turns[number - 1]
        events = await self._source.turn(name, row)
        if name == self._shown and self.view.replay.player is None:
            self.view.show_turn(row, events)

    def _count_sessions(self) -> None:
        count = len(self.sessions.rows)
        words = tr("1 session") if count == 1 else tr("{count} sessions").format(count=count)
        self._count.setText(words)

    def _find(self) -> None:
        self._do(self._search_for(self._search.text()), "search sessions")

    async def _search_for(self, text: str) -> None:
        if not text.strip():
            self._lists.setCurrentWidget(self._list)
            self._count_sessions()
            return
        hits = await self._source.search(text)
        if text == self._search.text():
            self.hits.show_rows(hits)
            self._lists.setCurrentWidget(self._found)
            self._count.setText(tr("{count} places found").format(count=len(hits)))

    async def _play(self) -> None:
        name = self._shown
        turn = self.view.turn
        events = await self._source.events(name)
        if name == self._shown:
            self.view.replay.play(events, turn.number if turn else 0)

    async def _rerun(self) -> None:
        old = self._shown
        self._stop_rerun = False
        turns = len({row.question_id for row in self.view.turns})
        self.view.show_progress(0, turns)
        try:
            new = await self._source.rerun(old, self.view.show_progress, lambda: self._stop_rerun)
        finally:
            self.view.show_progress(0, 0)
            await self._refresh()
        await self._compare(old, new)

    async def _compare(self, old: str, new: str) -> None:
        pairs = await self._source.compare(old, new)
        titles = [self._row(name).title for name in (old, new)]
        if titles[0] == titles[1]:
            titles = [f"{day(self._row(n).started)}" for n in (old, new)]
        self.comparison.show_pairs(titles[0], titles[1], pairs)
        self._pages.setCurrentWidget(self.comparison)

    async def _judge(self, number: int, good: bool, note: str) -> None:
        turn = self.view.turn
        if turn is not None and turn.number == number:
            name = self._shown
            await self._source.judge(name, turn.question_id, good, note)
            await self._refresh()
            await self._add_details(name)

    async def _entitle(self, title: str) -> None:
        await self._source.entitle(self._shown, title)
        await self._refresh()

    async def _export(self, name: str, form: str, target: str) -> None:
        await self._source.export(name, form, Path(target))
        self._count.setText(tr("Written: {file}").format(file=Path(target).name))

    async def _delete(self, name: str) -> None:
        self.view.replay.stop()
        await self._source.delete(name)
        await self._refresh()

    def _ask_export(self, form: str) -> None:
        name = self._shown
        dialog = where_to_export(self, name, form)
        dialog.fileSelected.connect(
            lambda target: self._do(self._export(name, form, target), "export a session")
        )
        dialog.open()

    def _ask_delete(self) -> None:
        row = self._row(self._shown)
        box = really_delete(self, row)
        box.accepted.connect(lambda: self._do(self._delete(row.name), "delete a session"))
        box.open()

    def _ask_comparison(self) -> None:
        dialog = compare_with(self, self._row(self._shown), self.sessions.rows)
        if dialog is not None:
            dialog.chosen.connect(self._compare_with)
            dialog.open()

    def _compare_with(self, other: SessionRow) -> None:
        old, new = sorted((self._row(self._shown), other), key=lambda row: row.started)
        self._do(self._compare(old.name, new.name), "compare sessions")

    def _cancel_rerun(self) -> None:
        self._stop_rerun = True

    def _row(self, name: str) -> SessionRow:
        return self.sessions.rows[self.sessions.row_of(name)]

    def _select(self, name: str) -> None:
        index = self.sessions.index(self.sessions.row_of(name), 0)
        self._list.setCurrentIndex(index)

    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(RECORD)
        if row is not None and row.name != self._wanted:
            self.open(row.name)

    def _hit_chosen(self, index: QModelIndex) -> None:
        hit = index.data(RECORD)
        if hit is None:
            return
        if hit.session == self._shown and self._pages.currentWidget() is self.view:
            self.view.replay.stop()
            self._do(self._show_turn(hit.turn or 1), "show a turn")
        else:
            self.open(hit.session, hit.turn or 0)

    def _connect(self) -> None:
        view, do = self.view, self._do
        chosen, found = self._list.selectionModel(), self._found.selectionModel()
        assert chosen is not None and found is not None
        chosen.currentChanged.connect(self._chosen)
        found.currentChanged.connect(self._hit_chosen)
        view.turn_wanted.connect(lambda number: do(self._show_turn(number), "show a turn"))
        view.play_wanted.connect(lambda: do(self._play(), "play back"))
        view.rerun_wanted.connect(lambda: do(self._rerun(), "re-run"))
        view.cancel_wanted.connect(self._cancel_rerun)
        view.title_given.connect(lambda title: do(self._entitle(title), "entitle"))
        view.judged.connect(lambda *verdict: do(self._judge(*verdict), "judge"))
        view.export_wanted.connect(self._ask_export)
        view.delete_wanted.connect(self._ask_delete)
        view.compare_wanted.connect(self._ask_comparison)
        self.comparison.closed.connect(partial(self._pages.setCurrentWidget, view))

    def _arrange(self) -> None:
        sidebar = QWidget(self)
        sidebar.setObjectName("sidebar")
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(12, 12, 10, 8)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._lists, 1)
        column.addWidget(self._count)
        right = QWidget(self)
        right.setObjectName("page")
        stack = QVBoxLayout(right)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self._trouble)
        stack.addWidget(self._pages, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(sidebar)
        split.addWidget(right)
        sidebar.setMinimumWidth(240)
        split.setSizes([320, 960])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)

    def _make_list(self, model: SessionModel | HitModel, name: str) -> QListView:
        view = QListView(self)
        view.setModel(model)
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(name)
        return view

"""The sessions tab: find a session, look at it, play it back, ask it again, hand it on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core import settings
from app.core.errors import GhostPilotError
from app.ui.comparison_view import ComparisonView
from app.ui.desk_page import DeskPage
from app.ui.language import tr
from app.ui.session_acts import SessionActs
from app.ui.session_view import SessionView
from app.ui.sessions_sidebar import SessionsSidebar
from app.ui.sessions_source import Sessions
from app.ui.styles import PALETTES
from app.ui.tab_layout import place_beside
from app.ui.told_words import error_words

if TYPE_CHECKING:
    from app.store.search import Filters, Hit

LONG = 2_000
"""A session of more turns is shown before its talk is there."""


class SessionsTab(DeskPage):
    """All sessions at the left, the chosen one at the right. Data comes from `Sessions`."""

    opened = pyqtSignal(str)
    """A session is on screen."""

    def __init__(
        self, source: Sessions, chosen: settings.Overlay, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        palette = PALETTES[chosen.theme]
        self._source = source
        self._wanted = self._shown = ""
        self._turn_after = 0
        self._remark = ""
        """What is not as it should be with the list itself."""
        self.sidebar = SessionsSidebar(palette, self)
        self.view = SessionView(palette, self)
        self.comparison = ComparisonView(palette, self)
        self._empty = QLabel(tr("No session has been recorded yet."), self)
        self._empty.setObjectName("quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget(self)
        for page in (self._empty, self.view, self.comparison):
            self._pages.addWidget(page)
        self.acts = SessionActs(source, self.sidebar, self.do, self)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Look at the disk again; the newest session is shown if none was chosen."""
        self.do(self._refresh(), "list sessions")

    def open(self, name: str, turn: int = 0) -> None:
        """Show a session, at one of its turns."""
        self._wanted, self._turn_after = name, turn
        self.do(self._open(name), "open a session")

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Draw in another theme."""
        palette = PALETTES[chosen.theme]
        for part in (self.sidebar, self.view, self.comparison):
            part.set_colours(palette)
        self.update()

    def tell(self, words: str) -> None:
        """What lasts is told while nothing else went wrong."""
        super().tell(words or self._remark)

    async def _refresh(self) -> None:
        rows = await self._source.sessions()
        self.sidebar.show_sessions(rows)
        row = self.sidebar.row(self._wanted)
        if row is not None:
            self.sidebar.select(row.name)
            if row.name == self._shown and row.turns != len(self.view.turns):  # it goes on
                self.open(row.name, self.view.turn.number if self.view.turn else 0)
            elif row.name == self._shown:
                self.view.header.show_row(row)
            else:  # taken in or made a moment ago
                self.open(row.name, self._turn_after)
        elif rows:
            self.sidebar.select(rows[0].name)
        else:
            self._wanted = ""
            self._pages.setCurrentWidget(self._empty)
        self._remark = await self._source.remark()
        if self._remark:
            self.tell("")

    async def _open(self, name: str) -> None:
        from app.ui.session_latency import latencies_of

        row = self.sidebar.row(name)
        if row is None:
            return
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
        self.do(self._add_details(name), "read a session")

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

    def _find(self) -> None:
        text, filters = self.sidebar.text, self.sidebar.filters.filters()
        self.do(self._search(text, filters), "search sessions")

    async def _search(self, text: str, filters: Filters) -> None:
        """Places for words; without words, the sessions that the filters leave."""
        sidebar = self.sidebar
        if text:
            hits = await self._source.search(text, filters)
            if (text, filters) == (sidebar.text, sidebar.filters.filters()):
                sidebar.show_hits(hits)
        elif filters == type(filters)():
            sidebar.narrow(None)
        else:
            names = await self._source.matching(filters)
            if (text, filters) == (sidebar.text, sidebar.filters.filters()):
                sidebar.narrow(names)
        if not text and sidebar.row(self._wanted) is not None:
            sidebar.select(self._wanted)

    async def _play(self) -> None:
        name = self._shown
        turn = self.view.turn
        events = await self._source.events(name)
        try:
            sound = await self._source.sound(name, self.tell)
        except GhostPilotError as error:
            self.tell(error_words(error))
            sound = None
        if name == self._shown:
            self.view.replay.play(events, turn.number if turn else 0, sound)
        elif sound is not None:
            sound.close()

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

    def _rerun(self) -> None:
        self.acts.ask_rerun(self._shown, len({row.question_id for row in self.view.turns}))

    def _delete(self) -> None:
        self.view.replay.stop()
        self.acts.ask_delete(self._shown)

    def _show_comparison(self, old: str, new: str, pairs: Any) -> None:
        self.comparison.show_pairs(old, new, pairs)
        self._pages.setCurrentWidget(self.comparison)

    def _changed(self, name: str) -> None:
        if name:
            self._wanted, self._turn_after = name, 0
        self.refresh()

    def _chosen(self, name: str) -> None:
        if name != self._wanted:
            self.open(name)

    def _place_chosen(self, hit: Hit) -> None:
        if hit.session == self._shown and self._pages.currentWidget() is self.view:
            self.view.replay.stop()
            self.do(self._show_turn(hit.turn or 1), "show a turn")
        else:
            self.open(hit.session, hit.turn or 0)

    def _connect(self) -> None:
        view, do, acts, sidebar = self.view, self.do, self.acts, self.sidebar
        head = view.header
        sidebar.session_chosen.connect(self._chosen)
        sidebar.place_chosen.connect(self._place_chosen)
        sidebar.search_wanted.connect(self._find)
        sidebar.import_wanted.connect(acts.ask_import)
        sidebar.limits_wanted.connect(acts.ask_limits)
        view.turn_wanted.connect(lambda number: do(self._show_turn(number), "show a turn"))
        view.play_wanted.connect(lambda: do(self._play(), "play back"))
        head.rerun_wanted.connect(self._rerun)
        head.cancel_wanted.connect(acts.cancel_rerun)
        head.title_given.connect(lambda title: do(self._entitle(title), "entitle"))
        view.judged.connect(lambda *verdict: do(self._judge(*verdict), "judge"))
        head.export_wanted.connect(lambda form: acts.ask_export(self._shown, form))
        head.delete_wanted.connect(self._delete)
        head.compare_wanted.connect(lambda: acts.ask_comparison(self._shown))
        acts.progressed.connect(head.show_progress)
        acts.compared.connect(self._show_comparison)
        acts.changed.connect(self._changed)
        self.comparison.closed.connect(partial(self._pages.setCurrentWidget, view))

    def _arrange(self) -> None:
        right = QWidget(self)
        right.setObjectName("page")
        stack = QVBoxLayout(right)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.trouble_line)
        stack.addWidget(self._pages, 1)
        place_beside(self, (self.sidebar, right), (320, 960))

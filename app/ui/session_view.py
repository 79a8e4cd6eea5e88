"""One session: its figures, its timeline, its talk, and a turn or the playback beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.conversation import ConversationView
from app.ui.figures_strip import FiguresStrip
from app.ui.replay_panel import ReplayPanel
from app.ui.session_header import SessionHeader
from app.ui.styles import Palette
from app.ui.timeline_chart import TimelineChart
from app.ui.verdict_row import VerdictRow
from app.ui.waterfall import Waterfall

if TYPE_CHECKING:
    from app.core.events import Event
    from app.store.rows import SaidRow, SessionRow, TurnRow
    from app.store.statistics import Latency
    from app.ui.sessions_source import Details


class SessionView(QWidget):
    """Draws what it is given; what the user wants goes out as signals."""

    turn_wanted = pyqtSignal(int)
    judged = pyqtSignal(int, bool, str)
    """Turn, good or bad, note."""
    play_wanted = pyqtSignal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._turns: Sequence[TurnRow] = ()
        self._details: Details | None = None
        self._number = 0
        self.header = SessionHeader(self)
        self.header.play_wanted.connect(self.play_wanted)
        self.figures = FiguresStrip(self)
        self.timeline = TimelineChart(palette, self)
        self.timeline.setMinimumHeight(170)
        self.timeline.turn_clicked.connect(self._choose)
        self.conversation = ConversationView(palette, self)
        self.conversation.turn_chosen.connect(self._choose)
        self.replay = ReplayPanel(palette, self)
        self.replay.play_wanted.connect(self.play_wanted)
        self.replay.moved.connect(self.timeline.show_position)
        self.replay.turn_changed.connect(self._follow)
        self.waterfall = Waterfall(palette, self)
        self.verdict = VerdictRow(self)
        self.verdict.judged.connect(self._judge)
        beside = QWidget(self)
        column = QVBoxLayout(beside)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.waterfall)
        column.addWidget(self.replay, 1)
        column.addWidget(self.verdict)
        lower = QSplitter(Qt.Orientation.Horizontal, self)
        lower.addWidget(self.conversation)
        lower.addWidget(beside)
        lower.setSizes([520, 440])
        lower.setChildrenCollapsible(False)
        lower.setHandleWidth(1)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.addWidget(self.timeline)
        whole.addWidget(lower)
        whole.setSizes([200, 560])
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(18, 12, 18, 12)
        page.setSpacing(8)
        page.addWidget(self.header)
        page.addWidget(self.figures)
        page.addWidget(whole, 1)

    @property
    def turn(self) -> TurnRow | None:
        """The turn on show."""
        return self._turns[self._number - 1] if 0 < self._number <= len(self._turns) else None

    @property
    def turns(self) -> Sequence[TurnRow]:
        """All turns of the session on show."""
        return self._turns

    def show_session(
        self,
        row: SessionRow,
        turns: Sequence[TurnRow],
        said: Sequence[SaidRow],
        latency: dict[str, Latency],
    ) -> None:
        """Show a session; its turns were chosen by nobody yet."""
        self.replay.stop()
        self._turns, self._details, self._number = turns, None, 0
        self.header.show_row(row)
        self.figures.show_latency(latency)
        self.conversation.rows.show_rows(turns, said)
        self.conversation.scrollToTop()
        self.timeline.show_session(turns, said)
        self.timeline.show_latency(latency.get("first token"))
        self.header.set_askable(bool(turns))
        self.verdict.setEnabled(bool(turns))

    def show_talk(self, said: Sequence[SaidRow]) -> None:
        """Add what was said, where it came later than the turns."""
        self.conversation.rows.show_rows(self._turns, said)
        self.conversation.choose(self._number)
        self.timeline.show_session(self._turns, said)
        if self.turn is not None:
            self.timeline.show_position(self.turn.asked_at)
        if self._details is not None:
            self.show_details(self._details)

    def show_details(self, details: Details | None) -> None:
        """What came later: talk, repetitions and the notes of verdicts."""
        self._details = details
        self.figures.show_talk(details.figures if details else None)
        self.figures.show_sent(details.sent if details else None)
        groups = details.figures.repeated if details else ()
        again = frozenset(number for group in groups for number in group[1:])
        self.conversation.rows.mark(repeated=again)
        markers = details.markers if details else ()
        self.timeline.show_markers(markers)
        if self.conversation.rows.show_markers(markers):
            self.conversation.choose(self._number)
        self._show_verdict()

    def show_turn(self, row: TurnRow, events: Sequence[Event]) -> None:
        """Show how a turn ended."""
        self._mark_turn(row.number)
        self.replay.show_turn(events)
        self.timeline.show_position(row.asked_at)

    def set_colours(self, palette: Palette) -> None:
        """Draw in another theme."""
        for part in (self.timeline, self.waterfall, self.replay):
            part.set_colours(palette)
        self.conversation.rows.colours = palette
        if self.turn is not None:
            self.waterfall.show_turn(self.turn)

    def _choose(self, number: int) -> None:
        """A turn was clicked: the playback goes there, or the turn is shown as it ended."""
        if number == self._number:
            return
        if self.replay.player is not None:
            self._mark_turn(number)
            self.replay.seek_turn(number)
        else:
            self._mark_turn(number)
            self.turn_wanted.emit(number)

    def _follow(self, number: int) -> None:
        if number:
            self._mark_turn(number)

    def _mark_turn(self, number: int) -> None:
        self._number = number
        self.conversation.choose(number)
        if self.turn is not None:
            self.waterfall.show_turn(self.turn)
        self._show_verdict()

    def _judge(self, good: bool, note: str) -> None:
        if self.turn is not None:
            self.conversation.rows.judge(self._number, good)
            self.judged.emit(self._number, good, note)

    def _show_verdict(self) -> None:
        good = self.conversation.rows.verdicts.get(self._number)
        known = self._details.verdicts if self._details else {}
        verdict = known.get(self.turn.question_id) if self.turn else None
        self.verdict.show_verdict(good, verdict.note if verdict else "")

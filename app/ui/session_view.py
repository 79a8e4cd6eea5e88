"""One session: its figures, its timeline, its talk, and a turn or the playback beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui.conversation import ConversationView
from app.ui.elided import ElidedLabel
from app.ui.figures_strip import FiguresStrip
from app.ui.language import tr
from app.ui.replay_panel import ReplayPanel
from app.ui.session_charts import TimelineChart, Waterfall
from app.ui.sessions_list import facts
from app.ui.sessions_source import FORMS
from app.ui.setting_words import mode_words
from app.ui.styles import Palette
from app.ui.title_edit import TitleEdit

if TYPE_CHECKING:
    from app.core.events import Event
    from app.store.rows import SaidRow, SessionRow, TurnRow
    from app.store.statistics import Latency
    from app.ui.sessions_source import Details


class SessionView(QWidget):
    """Draws what it is given; what the user wants goes out as signals."""

    title_given = pyqtSignal(str)
    turn_wanted = pyqtSignal(int)
    judged = pyqtSignal(int, bool, str)
    """Turn, good or bad, note."""
    play_wanted = pyqtSignal()
    rerun_wanted = pyqtSignal()
    cancel_wanted = pyqtSignal()
    compare_wanted = pyqtSignal()
    export_wanted = pyqtSignal(str)
    delete_wanted = pyqtSignal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._turns: Sequence[TurnRow] = ()
        self._details: Details | None = None
        self._number = 0
        self._title = TitleEdit(self)
        self._title.setObjectName("title")
        self._title.setAccessibleName(tr("Title"))
        self._title.editingFinished.connect(self._entitled)
        self._given = ""
        self._facts = ElidedLabel("quiet", "", 1, self)
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
        beside = QWidget(self)
        column = QVBoxLayout(beside)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.waterfall)
        column.addWidget(self.replay, 1)
        column.addLayout(self._make_verdict())
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
        page.addLayout(self._make_header())
        page.addLayout(self._make_progress())
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
        self.show_row(row)
        self.figures.show_latency(latency)
        self.conversation.rows.show_rows(turns, said)
        self.conversation.scrollToTop()
        self.timeline.show_session(turns, said)
        self.timeline.show_latency(latency.get("first token"))
        for button in (self._play, self._good, self._bad, self._note):
            button.setEnabled(bool(turns))
        self._rerun.setEnabled(bool(turns) and self._progress.isHidden())

    def show_talk(self, said: Sequence[SaidRow]) -> None:
        """Add what was said, where it came later than the turns."""
        self.conversation.rows.show_rows(self._turns, said)
        self.conversation.choose(self._number)
        self.timeline.show_session(self._turns, said)
        if self.turn is not None:
            self.timeline.show_position(self.turn.asked_at)
        if self._details is not None:
            self.show_details(self._details)

    def show_row(self, row: SessionRow) -> None:
        """Title and facts."""
        self._given = row.title or row.name
        self._title.setText(self._given)
        self._title.setCursorPosition(0)
        self._title.setToolTip(f"{self._given}\n{tr('Click to change the title')}")
        words = [*facts(row), mode_words(row.mode), ", ".join(row.providers)]
        if row.bad_lines:
            words.append(tr("Damaged lines left out: {count}").format(count=row.bad_lines))
        self._facts.setText(row.trouble or "   ·   ".join(filter(None, words)))

    def show_details(self, details: Details | None) -> None:
        """What came later: talk, repetitions and the notes of verdicts."""
        self._details = details
        self.figures.show_talk(details.figures if details else None)
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

    def show_progress(self, done: int, total: int) -> None:
        """How far a re-run is; a total of 0 puts the bar away."""
        for part in (self._progress, self._cancel):
            part.setVisible(total > 0)
        self._rerun.setEnabled(total == 0 and bool(self._turns))
        self._cancel.setEnabled(True)
        self._progress.setRange(0, max(1, total))
        self._progress.setValue(done)
        words = tr("Asking again: {done} of {total}")
        self._progress.setFormat(words.format(done=done, total=total))

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

    def _entitled(self) -> None:
        text = self._title.text().strip()
        if text != self._given:
            self._given = text
            self.title_given.emit(text)

    def _judge(self, good: bool) -> None:
        if self.turn is not None:
            self.conversation.rows.judge(self._number, good)
            self._good.setChecked(good)
            self._bad.setChecked(not good)
            self.judged.emit(self._number, good, self._note.text().strip())

    def _show_verdict(self) -> None:
        turn = self.turn
        good = self.conversation.rows.verdicts.get(self._number)
        self._good.setChecked(good is True)
        self._bad.setChecked(good is False)
        known = self._details.verdicts if self._details else {}
        verdict = known.get(turn.question_id) if turn else None
        self._note.setText(verdict.note if verdict else "")

    def _cancelled(self) -> None:
        self._cancel.setEnabled(False)
        self._progress.setFormat(tr("Finishing the turn in flight…"))
        self.cancel_wanted.emit()

    def _make_header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        row.addLayout(words, 1)
        self._play = self._button(tr("Play back"), self.play_wanted.emit, row)
        self._play.setObjectName("main")
        self._rerun = self._button(tr("Re-run…"), self.rerun_wanted.emit, row)
        self._rerun.setToolTip(tr("Ask the same questions again, with today's settings or others"))
        self._button(tr("Compare…"), self.compare_wanted.emit, row)
        menu = QMenu(self)
        for form in FORMS:
            action = menu.addAction(form_words(form))
            if action is not None:
                action.triggered.connect(lambda _=False, form=form: self.export_wanted.emit(form))
        export = self._button(tr("Export"), None, row)
        export.setMenu(menu)
        self._button(tr("Delete…"), self.delete_wanted.emit, row)
        return row

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._progress = QProgressBar(self)
        self._progress.setAccessibleName(tr("Re-run"))
        self._progress.hide()
        row.addWidget(self._progress, 1)
        self._cancel = self._button(tr("Cancel"), self._cancelled, row)
        self._cancel.hide()
        return row

    def _make_verdict(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._good = self._button(tr("Good"), lambda: self._judge(True), row)
        self._bad = self._button(tr("Bad"), lambda: self._judge(False), row)
        for button, name in (
            (self._good, tr("Mark this answer as good")),
            (self._bad, tr("Mark this answer as bad")),
        ):
            button.setCheckable(True)
            button.setToolTip(name)
        self._note = QLineEdit(self)
        self._note.setPlaceholderText(tr("What was good or bad about it"))
        self._note.setAccessibleName(self._note.placeholderText())
        self._note.returnPressed.connect(lambda: self._judge(not self._bad.isChecked()))
        row.addWidget(self._note, 1)
        return row

    def _button(self, text: str, act: Callable[[], Any] | None, row: QHBoxLayout) -> QPushButton:
        button = QPushButton(text, self)
        if act is not None:
            button.clicked.connect(lambda: act())
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button


def form_words(form: str) -> str:
    """A form of export in words."""
    return {
        "md": tr("Markdown (.md)"),
        "html": tr("Web page (.html)"),
        "json": tr("JSON (.json)"),
        "txt": tr("Transcript (.txt)"),
        "srt": tr("Subtitles (.srt)"),
        "vtt": tr("Web subtitles (.vtt)"),
    }[form]

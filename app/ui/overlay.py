"""The overlay: what is said, what the notes say and the answer, on top and out of the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.core import settings
from app.core.events import (
    Answer,
    Attempt,
    Event,
    Health,
    Info,
    Problem,
    Status,
    Transcript,
)
from app.ui.answer_view import AnswerView
from app.ui.captions import Captions
from app.ui.footer import Footer
from app.ui.frame_clock import FrameClock
from app.ui.history import History, Turn
from app.ui.language import tr
from app.ui.notices import Notices
from app.ui.passages_view import PassagesView
from app.ui.styles import PALETTES, style_sheet

_QUEUE = 4096
_MARGIN = 16
_GROW_BY = 72
"""Pixels the window grows at a time while an answer streams, so that it does not creep."""

_FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.Tool
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)


class Overlay(QWidget):
    """The window over the call. `show_event` is its only input from the pipeline.

    Events wait in a bounded queue and are drawn by a frame clock at most 30 times a second.
    When the queue is full, the event is left out on screen (the recording has it), and
    ``on_problem`` is told once.
    """

    asked = pyqtSignal(str)
    stop_requested = pyqtSignal()
    open_note_requested = pyqtSignal(str, int)
    """Path on this machine and line from 1."""
    link_requested = pyqtSignal(str)
    first_painted = pyqtSignal()
    """The first frame is on screen; heavy parts may load from now on."""

    def __init__(
        self,
        chosen: settings.Overlay,
        *,
        on_problem: Callable[[Problem], None],
        translucent: bool = True,
    ) -> None:
        """``translucent`` is False where no compositor runs: see-through would be black."""
        super().__init__(None, _FLAGS)
        self._chosen = chosen
        self._translucent = translucent
        self._on_problem = on_problem
        self._queue: deque[Event] = deque()
        self._overflowing = False
        self._painted = False
        self._history = History()
        self._drawn: Turn | None = None
        self._drawn_pieces = 0
        self._drawn_answer: Answer | None = None
        self.setWindowTitle("GhostPilot")
        self.setAccessibleName(tr("GhostPilot overlay"))
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, translucent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._build()
        self.apply_settings(chosen)
        self._clock = FrameClock(parent=self)
        self._clock.ticked.connect(self._frame)

    @property
    def answer_text(self) -> str:
        """The plain text of the answer on screen."""
        return self._answer.text

    def show_event(self, event: Event) -> None:
        """Take one event; returns at once. Call it on the loop's thread."""
        if len(self._queue) >= _QUEUE:
            self._overflow()
            return
        self._queue.append(event)
        self._clock.request()

    def resolve(self, where: str) -> None:
        """What failed at this place works again: its sticky problems leave the screen."""
        self._notices.resolve(where)

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take changed settings over at once."""
        self._chosen = chosen
        palette = PALETTES[chosen.theme]
        opacity = chosen.opacity if self._translucent else 1.0
        sheet = style_sheet(
            palette, opacity=opacity, points=chosen.font_size, rounded=self._translucent
        )
        self.setStyleSheet(sheet)
        self._answer.set_colours(palette)
        self._fit()

    def flush(self) -> None:
        """Draw everything that waits, now rather than at the next frame."""
        self._frame()

    def grab_png(self, path: Path) -> None:
        """Write what the overlay shows now to a PNG file."""
        self.flush()
        if not self.grab().save(str(path), "PNG"):
            raise OSError(f"the picture {path} could not be written")

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Note the first frame; the panel and its children draw themselves."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._announce_first_paint)

    def _announce_first_paint(self) -> None:
        self.first_painted.emit()
        QTimer.singleShot(200, self._answer.warm_up)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The panel fills the window."""
        self._panel.setGeometry(self.rect())
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """The width of the settings and the height of what is shown, up to most of the screen."""
        return QSize(self._chosen.width, self._wanted_height())

    def event(self, event: QEvent | None) -> bool:
        """Fit the window again whenever the layout asks for other sizes."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _build(self) -> None:
        self._panel = QFrame(self)
        self._panel.setObjectName("panel")
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 10)
        column.setSpacing(10)
        self._captions = Captions(self._panel)
        self._divider = self._rule()
        self._question = QLabel(self._panel)
        self._question.setObjectName("question")
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._passages = PassagesView(self._panel)
        self._passages.open_requested.connect(self.open_note_requested)
        self._answer = AnswerView(PALETTES[self._chosen.theme], self._panel)
        self._answer.link_requested.connect(self.link_requested)
        self._notices = Notices(self._panel)
        self._footer_rule = self._rule()
        self._footer = Footer(self._panel)
        for widget in (self._captions, self._divider, self._question, self._passages):
            column.addWidget(widget)
        column.addWidget(self._answer, 1)
        for widget in (self._notices, self._footer_rule, self._footer):
            column.addWidget(widget)
        for widget in (self._divider, self._question, self._passages, self._answer):
            widget.hide()

    def _rule(self) -> QFrame:
        rule = QFrame(self._panel)
        rule.setObjectName("divider")
        return rule

    def _overflow(self) -> None:
        if self._overflowing:
            return
        self._overflowing = True
        self._on_problem(
            Problem(
                "overlay",
                "The overlay cannot keep up",
                f"{_QUEUE} events are waiting to be drawn.",
                "Nothing is lost: the recording has everything.",
            )
        )

    def _frame(self) -> None:
        self._overflowing = False
        while self._queue:
            self._take(self._queue.popleft())
        self._draw_turn()

    def _take(self, event: Event) -> None:
        match event:
            case Transcript():
                self._captions.show_transcript(event)
            case Status():
                self._footer.show_status(event)
            case Attempt() if event.outcome == "started":
                self._footer.show_attempt(event)
            case Info():
                self._notices.show_info(event)
            case Health() if event.state in ("ok", "recovered"):
                self._notices.resolve(f"audio.{event.channel}")
            case Problem():
                self._notices.show_problem(event)
                self._history.apply(event)
            case _:
                self._history.apply(event)

    def _draw_turn(self) -> None:
        """Bring the widgets in line with the turn that is to be shown."""
        turn = self._history.shown
        if turn is None:
            return
        if turn is not self._drawn:
            self._begin_turn(turn)
        self._passages.show_passages(turn.passages)
        if turn.answer is not None:
            if self._drawn_answer is not turn.answer:
                self._drawn_answer = turn.answer
                self._answer.finish(turn.answer.text)
                self._footer.show_answer(turn.answer)
        elif self._drawn_pieces < len(turn.pieces):
            self._answer.append("".join(turn.pieces[self._drawn_pieces :]))
            self._drawn_pieces = len(turn.pieces)
            self._answer.flush()
        self._answer.setVisible(bool(turn.text))
        self._footer.show_place(*self._history.place, pinned=self._history.pinned)
        self._fit()

    def _begin_turn(self, turn: Turn) -> None:
        self._drawn, self._drawn_pieces, self._drawn_answer = turn, 0, None
        self._answer.clear_answer()
        self._answer.hide()
        self._footer.show_answer(None)
        self._question.setText(turn.question.text)
        for widget in (self._divider, self._question, self._passages):
            widget.show()

    def _fit(self) -> None:
        """Give the window the height of its content, in steps while an answer streams."""
        height = self._wanted_height()
        streaming = self._drawn is not None and self._drawn.answer is None and self._drawn.pieces
        if streaming:
            if height <= self.height():
                return
            height = min(height + _GROW_BY, self._highest())
        if self.size() != QSize(self._chosen.width, height):
            self.resize(self._chosen.width, height)

    def _wanted_height(self) -> int:
        layout = self._panel.layout()
        assert layout is not None
        width = self._chosen.width
        answer = 0
        if not self._answer.isHidden():
            answer = self._answer.height_at(width - 2 * _MARGIN)
        self._answer.setMinimumHeight(min(answer, 40))
        base = layout.heightForWidth(width) if layout.hasHeightForWidth() else -1
        if base < 0:
            base = layout.sizeHint().height()
        hint = self._answer.sizeHint().height() if not self._answer.isHidden() else 0
        return min(base - hint + answer, self._highest())

    def _highest(self) -> int:
        screen = self.screen() or QGuiApplication.primaryScreen()
        return round(screen.availableGeometry().height() * 0.85) if screen else 800

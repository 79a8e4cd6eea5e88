"""What stands in the overlay: the parts of one turn, arranged for the mode the user chose."""

from __future__ import annotations

from typing import Literal

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.events import (
    Answer,
    Event,
    Health,
    Info,
    Problem,
    Question,
    Speech,
    Transcript,
)
from app.ui.answer_view import AnswerView
from app.ui.ask_line import AskLine
from app.ui.captions import Captions
from app.ui.condense import condense
from app.ui.consent_note import ConsentNote
from app.ui.footer import Footer
from app.ui.history import Turn
from app.ui.keys_hint import KeysHint
from app.ui.notices import Notices
from app.ui.page import BAR, GAP, LEAST_VIEW, Page, least_height
from app.ui.passages_view import PassagesView
from app.ui.plain_line import plain_line
from app.ui.styles import Palette, restyle
from app.ui.teleprompter import Teleprompter
from app.ui.thumbnail import Thumbnail

Mode = Literal["full", "compact", "captions", "teleprompter"]
MODES: tuple[Mode, ...] = ("full", "compact", "captions", "teleprompter")

MARGIN = 16
_ABOVE, _BELOW = 12, 10


class Content(QFrame):
    """The panel of the overlay. Footer and notices are there in every mode."""

    link_requested = pyqtSignal(str)
    speed_changed = pyqtSignal(int)
    """The user chose another speed of the teleprompter, in lines a minute."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.mode: Mode = "full"
        self._colours = palette
        self._turn: Turn | None = None
        self._pieces_drawn = 0
        self._answer_drawn: Answer | None = None
        self._condensed = ""
        self.page = Page(self)
        self._column = self.page.column
        self.consent = ConsentNote(self)
        self.captions = Captions(self)
        self._divider = self._rule()
        self.question = plain_line("question", parent=self)
        self.thumbnail = Thumbnail(self)
        self.passages = PassagesView(self)
        self.answer = AnswerView(palette, self)
        self.answer.link_requested.connect(self.link_requested)
        self.script: Teleprompter | None = None
        self._speed = (30, False)
        self.ask_line = AskLine(self)
        self.keys = KeysHint(self)
        self.notices = Notices(self)
        self.footer = Footer(self)
        for part in (self.consent, self.captions, self._divider, self.question, self.thumbnail,
                     self.passages, self.answer, self.ask_line, self.keys):  # fmt: skip
            self._column.addWidget(part, 1 if part is self.answer else 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, _ABOVE, MARGIN - BAR, _BELOW)
        whole.setSpacing(0)
        whole.addWidget(self.page, 1)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(0, 0, BAR, 0)
        self._below.setSpacing(GAP)
        for below in (self.consent.buttons, self.notices, self._rule(), self.footer):
            self._below.addWidget(below)
        whole.addLayout(self._below)
        self.consent.hide()
        self.ask_line.hide()
        self._arrange()

    @property
    def streaming(self) -> bool:
        """Whether an answer is growing on screen."""
        turn = self._turn
        return self.mode == "full" and turn is not None and not turn.answer and bool(turn.pieces)

    def set_mode(self, mode: Mode) -> None:
        """Show other parts of the same session."""
        self.mode = mode
        if mode == "teleprompter":
            self.teleprompter()
        self._answer_drawn, self._condensed = None, ""
        self._pieces_drawn = 0
        self.answer.clear_answer()
        self.captions.set_lines(4 if mode == "captions" else 2)
        if self._turn is not None:
            self.draw(self._turn)
        self._arrange()

    def teleprompter(self) -> Teleprompter:
        """The teleprompter, which is made when it is first wanted."""
        if self.script is None:
            self.script = Teleprompter(self._colours, self)
            self.script.hide()
            self.script.set_speed(self._speed[0], stepwise=self._speed[1])
            self.script.speed_changed.connect(self.speed_changed)
            self._column.insertWidget(self._column.indexOf(self.answer) + 1, self.script, 1)
        return self.script

    @property
    def has_note(self) -> bool:
        """Whether a note is open in the teleprompter."""
        return self.script is not None and self.script.has_note

    def set_speed(self, lines_per_minute: int, *, stepwise: bool) -> None:
        """The teleprompter's, for now or for when it is wanted."""
        self._speed = (lines_per_minute, stepwise)
        if self.script is not None:
            self.script.set_speed(lines_per_minute, stepwise=stepwise)

    def set_colours(self, palette: Palette) -> None:
        """Draw texts again in another palette or text size."""
        self._colours = palette
        self.answer.set_colours(palette)
        if self.script is not None:
            self.script.set_colours(palette)

    def take(self, event: Event) -> None:
        """Show what an event says beside the turns: who speaks, and what is to be noted."""
        match event:
            case Transcript():
                self.captions.show_transcript(event)
            case Speech():
                self.captions.show_speech(event)
            case Health():
                self.captions.show_health(event)
            case Info():
                self.notices.show_info(event)
            case Problem():
                self.notices.show_problem(event)
            case Question():
                self.notices.question_asked()

    def draw(self, turn: Turn) -> None:
        """Bring the parts in line with a turn; cheap where nothing has changed."""
        if turn is not self._turn:
            self._begin(turn)
        self.passages.show_passages(turn.passages)
        if self.mode == "compact":
            self._draw_condensed(turn)
        elif turn.answer is not None:
            if self._answer_drawn is not turn.answer:
                self.answer.finish(turn.answer.text)
        elif self._pieces_drawn < len(turn.pieces):
            self.answer.add("".join(turn.pieces[self._pieces_drawn :]))
            self._pieces_drawn = len(turn.pieces)
            self.answer.flush()
        if turn.answer is not None and self._answer_drawn is not turn.answer:
            self._answer_drawn = turn.answer
            self.footer.show_answer(turn.answer)
        self._arrange()

    def show_consent(self, wanted: bool) -> None:
        """The note on consent, before which there is nothing to say of captions."""
        self.consent.setVisible(wanted)
        self._arrange()

    def show_keys(self, wanted: bool) -> None:
        """Name the keys that work now; the line for questions and the first note take others."""
        if not wanted:
            self.notices.show_whole(False)
        free = self.ask_line.isHidden() and self.consent.isHidden()
        self.keys.show_keys(wanted and free, scripted=self.mode == "teleprompter")

    def wanted_height(self, width: int) -> int:
        """Pixels of height that show everything at this width."""
        return self.heights(width)[0]

    def heights(self, width: int) -> tuple[int, int]:
        """Pixels that show everything at this width, and those below which the notices give way.

        They do so before the page scrolls, or, shown whole on demand, when it has too little left.
        """
        self._column.activate()
        scrolled = 0
        if not self.answer.isHidden():
            scrolled += self.answer.height_at(self._inner(width))
        if self.script is not None and not self.script.isHidden():
            scrolled += self.script.wanted_height()
        parts = self._heights(self._column, width)
        typing = not self.ask_line.isHidden()
        self.page.set_needs(
            parts, scrolled, from_end=self.consent.isHidden() and (bool(scrolled) or typing)
        )
        below = self._heights(self._below, width) - GAP  # there is none below the footer
        below += _ABOVE + _BELOW + self.height() - self.contentsRect().height()  # the border
        page = least_height(parts, scrolled)
        least = min(page, LEAST_VIEW) if self.notices.whole else page
        return below + parts + scrolled, below + least

    def _heights(self, column: QVBoxLayout, width: int) -> int:
        """Height of all parts of a column that do not scroll by themselves."""
        items = (column.itemAt(index) for index in range(column.count()))
        return sum(self._height(item.widget(), width) for item in items if item is not None)

    def _inner(self, width: int) -> int:
        """Width inside margins and border."""
        return width - 2 * MARGIN - (self.width() - self.contentsRect().width())

    def _height(self, widget: QWidget | None, width: int) -> int:
        """Height of one fixed part with the gap below it."""
        if widget is None or widget.isHidden():
            return 0
        if widget is self.answer or widget is self.script:
            return GAP
        if widget.objectName() == "divider":
            return 1 + GAP
        inner = self._inner(width)
        height = widget.heightForWidth(inner) if widget.hasHeightForWidth() else -1
        if height < 0:
            height = widget.sizeHint().height()
        return height + GAP

    def _begin(self, turn: Turn) -> None:
        self._turn, self._pieces_drawn, self._answer_drawn = turn, 0, None
        self._condensed = ""
        self.page.begin()
        self.answer.clear_answer()
        self.footer.show_answer(None)
        self.question.setText(turn.question.text)

    def _draw_condensed(self, turn: Turn) -> None:
        short = condense(turn.text)
        if short != self._condensed:
            self._condensed = short
            self.answer.finish(short)

    def _arrange(self) -> None:
        """Show the parts that belong to the mode and have something to show."""
        turn, mode = self._turn, self.mode
        heard = self.captions.heard
        asked = turn is not None and mode in ("full", "compact")
        if self.question.property("compact") != (mode == "compact"):
            self.question.setProperty("compact", mode == "compact")
            restyle(self.question)
        shown = {
            self.captions: (heard and mode != "compact")
            or (self.consent.isHidden() and mode in ("full", "captions")),
            self._divider: asked and mode == "full",
            self.question: asked,
            self.thumbnail: asked and self.thumbnail.has_picture,
            self.passages: asked and (mode == "full" or not _covered(turn)),
            self.answer: asked and turn is not None and bool(turn.text),
        }
        if self.script is not None:
            shown[self.script] = mode == "teleprompter"
        for widget, visible in shown.items():
            if widget.isHidden() == visible:
                widget.setVisible(visible)

    def _rule(self) -> QFrame:
        rule = QFrame(self)
        rule.setObjectName("divider")
        return rule


def _covered(turn: Turn | None) -> bool:
    return turn is None or turn.passages is None or turn.passages.covered

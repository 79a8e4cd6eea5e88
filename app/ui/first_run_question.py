"""The last step of the walk: a first question, typed, and its answer."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.core.errors import GhostPilotError
from app.core.events import Answer, AnswerDelta, Event, Passages, Problem, Question
from app.ui.answer_view import AnswerView
from app.ui.autostart_box import AutostartBox
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.passages_view import PassagesView
from app.ui.settings_source import SettingsSource
from app.ui.styles import PALETTES
from app.ui.told_words import error_words

DRAW_MS = 40


class QuestionPage(Page):
    """Asks through the session like any typed question, and shows what comes back."""

    asked = pyqtSignal(str)

    def __init__(
        self,
        settings: SettingsSource,
        *,
        sample: Callable[[], bool],
        at_login: AutostartBox | None = None,
    ) -> None:
        """``sample`` tells whether the sample notes are in use, for which a question is known."""
        super().__init__(
            tr(
                "Ask something that your notes know. In a call nobody has to type: a question "
                "that is asked is answered in the overlay by itself."
            )
        )
        self._sample = sample
        self._question = ""
        row = QHBoxLayout()
        self.field = _Line(self)
        self.field.setAccessibleName(tr("Your first question"))
        self.field.returned.connect(self.ask)
        self.button = QPushButton(tr("&Ask"), self)
        self.button.clicked.connect(self.ask)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.column.addLayout(row)
        self.state = self.line("", "quiet")
        self.column.addWidget(self.state)
        self.passages = PassagesView(self)
        self.passages.hide()
        self.column.addWidget(self.passages)
        self.answer = AnswerView(PALETTES[settings.now.overlay.theme], self)
        self.answer.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer.hide()
        self.column.addWidget(self.answer)
        if at_login is not None:
            self.column.addWidget(at_login)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(DRAW_MS)
        self._drawing.timeout.connect(self._draw)
        self.end()

    def entered(self) -> None:
        """The sample notes have a question ready, so that Enter is enough."""
        if not self.field.text() and self._sample():
            self.field.setText(tr("How do we roll back a deploy?"))
        self.field.selectAll()

    def ask(self) -> None:
        """Send the question."""
        text = self.field.text().strip()
        if text:
            self.tell("")
            self.state.setText(tr("Asking…"))
            self.asked.emit(text)

    def show_event(self, event: Event) -> None:
        """A sink: what the session says about the question asked here."""
        if isinstance(event, Question) and event.text == self.field.text().strip():
            self._question = event.id
            self.answer.clear_answer()
            self.answer.show()
        elif not self._question or getattr(event, "question", "") != self._question:
            return
        if isinstance(event, Passages):
            self.passages.show()
            self.passages.show_passages(event)
            self.state.setText(
                tr("Found in your notes:") if event.covered else tr("Not in your notes.")
            )
        elif isinstance(event, AnswerDelta):
            self.answer.add(event.text)
            if not self._drawing.isActive():
                self._drawing.start()
        elif isinstance(event, Answer):
            self._drawing.stop()
            self.answer.finish(event.text)
            self._draw()
            self.state.setText(_ended(event))
        elif isinstance(event, Problem):
            self.tell(error_words(GhostPilotError.of(event)))

    def _draw(self) -> None:
        """The answer is as tall as its text: the page scrolls, and not a window in it."""
        self.answer.flush()
        self.answer.setFixedHeight(self.answer.height_at(self.answer.width()) + 4)


class _Line(QLineEdit):
    """Enter asks, and goes no further: it must not end the walk."""

    returned = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returned.emit()
            return
        super().keyPressEvent(event)


def _ended(answer: Answer) -> str:
    if answer.provider == "offline":
        return tr("From your notes alone; no model answered.")
    seconds = (answer.timing.first_token_ms or answer.timing.total_ms) / 1000
    text = tr("Answered by {provider}; the first word came after {seconds} s.")
    return text.format(provider=answer.provider, seconds=f"{seconds:.1f}")

"""A note that scrolls by itself at reading speed, for words that must be said as written."""

from __future__ import annotations

import time

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.answer_view import AnswerView
from app.ui.language import tr
from app.ui.styles import Palette

_FRAME_MS = 33
_LINES_SHOWN = 12
_SLOWEST, _FASTEST = 5, 200


class Teleprompter(QWidget):
    """Shows one note. The speed is in lines a minute; scrolling stops at the end."""

    speed_changed = pyqtSignal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed = 30
        self._stepwise = False
        self._position = 0.0
        self._since = 0.0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.has_note = False
        self._title = QLabel(tr("No note is open. The key O of the overlay chooses one."), self)
        self._title.setObjectName("section")
        self._title.setWordWrap(True)
        self._view = AnswerView(palette, self)
        self._view.setObjectName("answer")
        self._view.setAccessibleName(tr("Note"))
        column.addWidget(self._title)
        column.addWidget(self._view, 1)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._advance)

    @property
    def running(self) -> bool:
        """Whether the note is moving."""
        return self._timer.isActive()

    @property
    def title(self) -> str:
        """The title of the note."""
        return self._title.text()

    def show_note(self, title: str, markdown: str) -> None:
        """Show a note from its top, standing still."""
        self.pause()
        self.has_note = True
        self._title.setText(title)
        self._view.finish(markdown)
        self._position = 0.0
        self._scroll()

    def set_speed(self, lines_per_minute: int, *, stepwise: bool) -> None:
        """``stepwise`` moves a line at a time, for those whom smooth movement disturbs."""
        self._speed = min(max(lines_per_minute, _SLOWEST), _FASTEST)
        self._stepwise = stepwise
        if self.running:
            self.start()

    def change_speed(self, by: int) -> None:
        """Faster or slower by so many lines a minute."""
        self.set_speed(self._speed + by, stepwise=self._stepwise)
        self.speed_changed.emit(self._speed)

    def set_colours(self, palette: Palette) -> None:
        """Draw the note again in another palette or text size."""
        self._view.set_colours(palette)

    def start(self) -> None:
        """Begin to move, or go on."""
        bar = self._view.verticalScrollBar()
        if bar is not None:
            self._position = float(bar.value())
        self._since = time.perf_counter()
        self._timer.start(round(60_000 / self._speed) if self._stepwise else _FRAME_MS)

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()

    def toggle(self) -> None:
        """Start, or pause."""
        if self.running:
            self.pause()
        else:
            self.start()

    def step(self, lines: int) -> None:
        """Jump by so many lines."""
        bar = self._view.verticalScrollBar()
        if bar is not None:
            self._position = bar.value() + lines * self._line()
            self._scroll()

    def wanted_height(self) -> int:
        """Pixels for the title and a dozen lines; without a note, for what to do about it."""
        if not self.has_note:
            return self._title.sizeHint().height() + round(self._line())
        return round(self._title.sizeHint().height() + 6 + self._line() * _LINES_SHOWN)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """A note nobody sees does not move."""
        self.pause()
        super().hideEvent(event)

    def _advance(self) -> None:
        now = time.perf_counter()
        if self._stepwise:
            self._position += self._line()
        else:
            self._position += (now - self._since) / 60 * self._speed * self._line()
        self._since = now
        self._scroll()
        bar = self._view.verticalScrollBar()
        if bar is not None and self._position >= bar.maximum():
            self.pause()

    def _scroll(self) -> None:
        bar = self._view.verticalScrollBar()
        if bar is not None:
            self._position = min(max(0.0, self._position), float(bar.maximum()))
            bar.setValue(round(self._position))

    def _line(self) -> float:
        return self._view.fontMetrics().lineSpacing() * 1.22

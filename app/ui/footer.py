"""The line at the bottom: what the session is doing, whether it records, and who answered."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.events import Answer, Attempt, Level, Status
from app.ui.elided import ElidedLabel
from app.ui.language import tr
from app.ui.styles import restyle


class Footer(QWidget):
    """Always on screen: listening and recording must never be hidden from the user."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._states = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._states.setSpacing(14)
        column.addLayout(self._states)
        doing, kept = QHBoxLayout(), QHBoxLayout()
        for row in (doing, kept):
            row.setSpacing(6)
            self._states.addLayout(row)
        self._states.addStretch(1)
        self._dot = self._label("dot", "●", doing)
        doing.setAlignment(self._dot, Qt.AlignmentFlag.AlignTop)
        self._state = self._label("state", "", doing)
        doing.setStretchFactor(self._state, 1)
        self._recording = self._label("recording", "", kept)
        kept.addSpacing(8)
        self._place = self._label("place", "", kept)
        kept.addStretch(1)
        self._figures = ElidedLabel("figures", "", 1, self)
        column.addWidget(self._figures)
        self._figures.hide()
        self._capture = QLabel(self)
        self._capture.setObjectName("capture")
        self._capture.setWordWrap(True)
        self._capture.hide()
        column.addWidget(self._capture)
        self.show_status(Status("idle", recording=False))

    def show_status(self, status: Status) -> None:
        """Show what the session is doing and whether it is being recorded."""
        words = status.note or _level_words(status.level)
        self._state.setText(words)
        for label in (self._dot, self._state):
            label.setProperty("level", status.level)
            restyle(label)
        recording = tr("● Recording") if status.recording else tr("Not recording")
        self._recording.setText(recording)
        self._recording.setProperty("on", status.recording)
        restyle(self._recording)
        self.setAccessibleName(f"{words}. {recording.removeprefix('● ')}.")
        self._break_line()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Recording has a line of its own where one line has no room for both."""
        super().resizeEvent(event)
        self._break_line()

    def _break_line(self) -> None:
        """However long the state is, and however large the text: nothing here is ever cut."""
        words = self._state.fontMetrics().horizontalAdvance(self._state.text())
        others = (self._dot, self._recording, self._place)
        needed = words + sum(label.sizeHint().width() for label in others) + 40  # the gaps
        narrow = needed > self.width()
        self._state.setWordWrap(narrow)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._states.setDirection(way)
        self._states.setSpacing(2 if narrow else 14)

    def show_attempt(self, attempt: Attempt) -> None:
        """Show who is being asked now."""
        self._show_figures([attempt.provider, attempt.model])

    def show_answer(self, answer: Answer | None) -> None:
        """Show who answered, how fast and how much; None when nobody has yet."""
        if answer is None:
            self._show_figures([])
            return
        parts = [answer.provider or "", answer.model or ""]
        if answer.provider == "offline":
            parts = [tr("offline, no model answered")]
        elif answer.timing.first_token_ms is not None:
            parts.append(tr("{ms} ms").format(ms=round(answer.timing.first_token_ms)))
        if answer.usage is not None:
            parts.append(tr("{count} tokens").format(count=answer.usage.completion))
        if answer.timing.tokens_per_s is not None:
            parts.append(tr("{count}/s").format(count=round(answer.timing.tokens_per_s)))
        if answer.ended != "complete":
            parts.append(_ended_words()[answer.ended])
        self._show_figures(parts, _in_full(answer))

    def _show_figures(self, parts: Sequence[str], in_full: str = "") -> None:
        self._figures.setText("  ·  ".join(filter(None, parts)))
        self._figures.setToolTip(in_full)
        self._figures.setVisible(bool(self._figures.text()))

    def show_place(self, place: int, count: int, *, pinned: bool) -> None:
        """Show which of the session's answers is on screen, unless it is simply the newest."""
        text = f"{place} / {count}" if pinned or place != count else ""
        self._place.setText(tr("{place} pinned").format(place=text) if pinned else text)
        self._break_line()

    def show_capture(self, words: str, *, warn: bool) -> None:
        """Show what the capture self-test found, in its own careful words; empty hides it."""
        self._capture.setText(words)
        self._capture.setProperty("warn", warn)
        restyle(self._capture)
        self._capture.setVisible(bool(words))

    def _label(self, name: str, text: str, row: QHBoxLayout) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        row.addWidget(label)
        return label


def _level_words(level: Level) -> str:
    return {
        "idle": tr("Not listening"),
        "listening": tr("Listening"),
        "capturing": tr("Collecting a question"),
        "answering": tr("Answering"),
        "paused": tr("Paused"),
        "problem": tr("Needs attention"),
    }[level]


def _in_full(answer: Answer) -> str:
    """Every figure of an answer in words, for the mouse and for screen readers."""
    timing = answer.timing
    lines = [f"{answer.provider} {answer.model or ''}".strip()]
    if timing.first_token_ms is not None:
        lines.append(tr("First word after {ms} ms").format(ms=round(timing.first_token_ms)))
    if answer.usage is not None:
        words = tr("{prompt} tokens sent, {completion} received")
        usage = answer.usage
        lines.append(words.format(prompt=usage.prompt, completion=usage.completion))
    if timing.tokens_per_s is not None:
        lines.append(tr("{count} tokens a second").format(count=round(timing.tokens_per_s)))
    return "\n".join(lines)


def _ended_words() -> dict[str, str]:
    return {
        "superseded": tr("a newer question came"),
        "stopped": tr("stopped"),
        "interrupted": tr("cut off"),
        "filtered": tr("withheld by the provider"),
        "failed": tr("failed"),
    }

"""What is being said: the newest words of each speaker, while they are still being spoken."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from app.core.events import Channel, Health, Speech, Transcript
from app.ui.language import tr
from app.ui.plain_line import plain_line
from app.ui.styles import restyle


class CaptionLine(QFrame):
    """A text of which the last lines are shown, because the newest words come last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._most_lines = 2
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, *, final: bool) -> None:
        """Show a text; ``final`` says that it will not change any more."""
        if self.property("final") != final:
            self.setProperty("final", final)
            restyle(self)
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_lines(self, lines: int) -> None:
        """Show at most this many lines."""
        self._most_lines = lines
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many lines as the text needs, up to the most."""
        lines = min(self._most_lines, max(1, len(self._break_lines()[1])))
        return QSize(200, self.fontMetrics().lineSpacing() * lines + 2)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Another width may need another number of lines."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the last lines that fit."""
        layout, starts = self._break_lines()
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        height = self.fontMetrics().lineSpacing()
        for row, index in enumerate(starts[-self._most_lines :]):
            line = layout.lineAt(index)
            position = self.contentsRect().topLeft().toPointF()
            position.setY(position.y() + row * height - line.y())
            line.draw(painter, position)

    def _break_lines(self) -> tuple[QTextLayout, list[int]]:
        layout = QTextLayout(self._text, self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40, self.width()))
            starts.append(line.lineNumber())
        layout.endLayout()
        return layout, starts


class Captions(QWidget):
    """One row for each speaker who has said something; a quiet hint before that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Captions"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._lines: dict[Channel, CaptionLine] = {}
        self._speakers: dict[Channel, QLabel] = {}
        self._silences: dict[Channel, str] = {}
        self._most_lines = 2
        self._hint = plain_line("hint", tr("Nothing has been said yet."), self)
        self._grid.addWidget(self._hint, 3, 0, 1, 2)

    @property
    def heard(self) -> bool:
        """Whether anything has been said."""
        return bool(self._lines)

    def set_lines(self, lines: int) -> None:
        """Give each speaker at most this many lines."""
        self._most_lines = lines
        for line in self._lines.values():
            line.set_lines(lines)

    def show_speech(self, speech: Speech) -> None:
        """Mark a speaker whose voice is heard, before the first word is known."""
        label = self._speakers.get(speech.channel)
        if label is not None and label.property("speaking") != speech.speaking:
            label.setProperty("speaking", speech.speaking)
            restyle(label)

    def show_health(self, health: Health) -> None:
        """Say quietly that a channel is silent; that may be a fault, or people thinking."""
        note = health.note if health.state == "silent" else ""
        if self._silences.get(health.channel, "") == note:
            return
        self._silences[health.channel] = note
        self._show_hint()

    def show_transcript(self, transcript: Transcript) -> None:
        """Show the newest words of a speaker."""
        line = self._lines.get(transcript.channel) or self._add_row(transcript.channel)
        line.set_text(transcript.text, final=transcript.final)

    def _add_row(self, channel: Channel) -> CaptionLine:
        speaker = QLabel(_name(channel), self)
        speaker.setObjectName("speaker")
        speaker.setProperty("channel", channel)
        self._speakers[channel] = speaker
        line = CaptionLine(self)
        line.set_lines(self._most_lines)
        row = 1 if channel == "them" else 2
        self._grid.addWidget(speaker, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(line, row, 1)
        self._lines[channel] = line
        self._show_hint()
        return line

    def _show_hint(self) -> None:
        silent = [f"{_name(channel)}: {note}" for channel, note in self._silences.items() if note]
        empty = "" if self._lines else tr("Nothing has been said yet.")
        self._hint.setText("\n".join(filter(None, (empty, *silent))))
        self._hint.setVisible(bool(self._hint.text()))


def _name(channel: Channel) -> str:
    return tr("Them") if channel == "them" else tr("Me")

"""The row below an answer in which the user calls it good or bad, with a note."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.ui.language import tr


class VerdictRow(QWidget):
    """Two buttons and a line; Enter in the line says it again with the note."""

    judged = pyqtSignal(bool, str)
    """Good or bad, and the note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.good = QPushButton(tr("Good"), self)
        self.bad = QPushButton(tr("Bad"), self)
        for button, name, good in (
            (self.good, tr("Mark this answer as good"), True),
            (self.bad, tr("Mark this answer as bad"), False),
        ):
            button.setCheckable(True)
            button.setToolTip(name)
            button.clicked.connect(lambda _, good=good: self._judge(good))
            row.addWidget(button)
        self.note = QLineEdit(self)
        self.note.setPlaceholderText(tr("What was good or bad about it"))
        self.note.setAccessibleName(self.note.placeholderText())
        self.note.returnPressed.connect(lambda: self._judge(not self.bad.isChecked()))
        row.addWidget(self.note, 1)

    def show_verdict(self, good: bool | None, note: str) -> None:
        """What was said of an answer; None where nothing was."""
        self._mark(good)
        self.note.setText(note)

    def _judge(self, good: bool) -> None:
        self._mark(good)
        self.judged.emit(good, self.note.text().strip())

    def _mark(self, good: bool | None) -> None:
        self.good.setChecked(good is True)
        self.bad.setChecked(good is False)

"""The head of a session: its title and facts, and what can be done with it as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.ui.elided import ElidedLabel
from app.ui.language import tr
from app.ui.session_words import facts
from app.ui.sessions_source import FORMS
from app.ui.setting_words import mode_words
from app.ui.title_edit import TitleEdit

if TYPE_CHECKING:
    from app.store.rows import SessionRow


class SessionHeader(QWidget):
    """Shows what it is given; what the user wants goes out as signals."""

    title_given = pyqtSignal(str)
    play_wanted = pyqtSignal()
    rerun_wanted = pyqtSignal()
    cancel_wanted = pyqtSignal()
    """End the re-run under way."""
    compare_wanted = pyqtSignal()
    export_wanted = pyqtSignal(str)
    """One of `FORMS`."""
    delete_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = ""
        self._askable = False
        self.title = TitleEdit(self)
        self.title.setObjectName("title")
        self.title.setAccessibleName(tr("Title"))
        self.title.editingFinished.connect(self._entitled)
        self.facts = ElidedLabel("quiet", "", 1, self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self.play = self._button(tr("Play back"))
        self.play.setObjectName("main")
        self.play.clicked.connect(lambda: self.play_wanted.emit())
        self.rerun = self._button(tr("Re-run…"))
        self.rerun.setToolTip(tr("Ask the same questions again, with today's settings or others"))
        self.rerun.clicked.connect(lambda: self.rerun_wanted.emit())
        self._button(tr("Compare…")).clicked.connect(lambda: self.compare_wanted.emit())
        self._button(tr("Export")).setMenu(self._make_menu())
        self._button(tr("Delete…")).clicked.connect(lambda: self.delete_wanted.emit())
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Re-run"))
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self._cancelled)
        below = QHBoxLayout()
        below.addWidget(self.progress, 1)
        below.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in (self.progress, self.cancel):
            part.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._row)
        column.addLayout(below)

    def show_row(self, row: SessionRow) -> None:
        """Title and facts."""
        self._given = row.title or row.name
        self.title.setText(self._given)
        self.title.setCursorPosition(0)
        self.title.setToolTip(f"{self._given}\n{tr('Click to change the title')}")
        words = [*facts(row), mode_words(row.mode), ", ".join(row.providers)]
        if row.bad_lines:
            words.append(tr("Damaged lines left out: {count}").format(count=row.bad_lines))
        self.facts.setText(row.trouble or "   ·   ".join(filter(None, words)))

    def set_askable(self, askable: bool) -> None:
        """Whether the session has turns to play and to ask again."""
        self._askable = askable
        self.play.setEnabled(askable)
        self.rerun.setEnabled(askable and self.progress.isHidden())

    def show_progress(self, done: int, total: int) -> None:
        """How far a re-run is; a total of 0 puts the bar away."""
        for part in (self.progress, self.cancel):
            part.setVisible(total > 0)
        self.rerun.setEnabled(total == 0 and self._askable)
        self.cancel.setEnabled(True)
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        words = tr("Asking again: {done} of {total}")
        self.progress.setFormat(words.format(done=done, total=total))

    def _entitled(self) -> None:
        text = self.title.text().strip()
        if text != self._given:
            self._given = text
            self.title_given.emit(text)

    def _cancelled(self) -> None:
        self.cancel.setEnabled(False)
        self.progress.setFormat(tr("Finishing the turn in flight…"))
        self.cancel_wanted.emit()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for form in FORMS:
            action = menu.addAction(form_words(form))
            if action is not None:
                action.triggered.connect(lambda _=False, form=form: self.export_wanted.emit(form))
        return menu

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
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

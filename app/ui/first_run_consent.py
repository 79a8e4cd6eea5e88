"""The step of the walk before anybody is listened to: what is recorded, and who should know."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QApplication, QLineEdit

from app.ui.clipboard import copy_to_clipboard
from app.ui.consent_note import ConsentNote
from app.ui.consent_source import ConsentSource
from app.ui.first_run_page import Page
from app.ui.language import tr
from app.ui.settings_source import SettingsSource


class ConsentPage(Page):
    """Yes begins to listen and record; no keeps everything else working."""

    decided = pyqtSignal(bool)

    def __init__(self, source: ConsentSource, settings: SettingsSource) -> None:
        super().__init__(tr("Nothing has been heard or recorded so far. You decide."))
        self._source, self._settings = source, settings
        self.note = ConsentNote(self)
        self.note.yes.hide()
        self.note.no.hide()
        self.note.tell_them_pressed.connect(self.tell_them)
        self.column.addWidget(self.note)
        self.copied = self.line("", "quiet")
        self.column.addWidget(self.copied)
        self.end()
        self._recorded(settings.now.storage.record)
        self.skip_words = tr("N&ot now")

    def entered(self) -> None:
        """The facts of now: a step before may have changed to whom something is sent."""
        self.ready = False
        self.changed.emit()
        self.do(self._show(), "gather what is recorded and sent")

    async def _show(self) -> None:
        facts = await self._source.facts()
        self.note.show_facts(facts)
        self._recorded(facts.recorded)
        self.ready = True
        self.changed.emit()

    def go_on(self) -> None:
        """Yes."""
        self.decided.emit(True)

    def pass_over(self) -> None:
        """No."""
        self.decided.emit(False)

    def tell_them(self) -> None:
        """Put the message for the others on the clipboard."""
        copy_to_clipboard(self._settings.now.privacy.tell_them)
        self.copied.setText(tr("Message copied. Paste it into the chat of the call."))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """T copies the message, as in the overlay."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        if event is not None and event.key() == Qt.Key.Key_T and not typing:
            self.tell_them()
            return
        super().keyPressEvent(event)

    def _recorded(self, recorded: bool) -> None:
        self.next_words = tr("&Listen and record") if recorded else tr("&Listen")

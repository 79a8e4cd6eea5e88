"""The step of the walk that chooses the notes: the user's own folder, or the sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QRadioButton

from app.core.errors import GhostPilotError
from app.core.knowledge import KnowledgeView, Skipped
from app.ui.dialogs import ask_folder
from app.ui.first_run_page import Page
from app.ui.first_run_source import FirstLook
from app.ui.language import tr
from app.ui.settings_source import SettingsSource

MOST_REASONS = 30


class NotesPage(Page):
    """A folder counts as soon as notes were found in it."""

    def __init__(self, look: FirstLook, settings: SettingsSource) -> None:
        super().__init__(
            tr(
                "Answers come from your own notes: markdown, text, PDF and Word files in a "
                "folder. They stay where they are and are read again when they change."
            )
        )
        self._look, self._settings = look, settings
        self._tried = ""
        self.sample = QRadioButton(tr("Try the sa&mple notes"), self)
        self.own = QRadioButton(tr("My own &folder:"), self)
        self.path = _Path(self)
        self.path.setAccessibleName(tr("Folder of notes"))
        self.path.setPlaceholderText(tr("Type or paste its path, or choose it"))
        self.choose = QPushButton(tr("&Choose…"), self)
        self.column.addWidget(self.sample)
        self.column.addWidget(self.own)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        self.found = self.line("", "verdict")
        self.skipped = self.line("", "quiet")
        self.skipped.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.found)
        self.column.addWidget(self.skipped)
        self.end()
        folders = settings.now.notes.folders
        (self.own if folders else self.sample).setChecked(True)
        self.path.setText(folders[0] if folders else "")
        self.sample.toggled.connect(self._toggled)
        self.own.clicked.connect(self._own)
        self.path.entered.connect(self.take)
        self.path.textEdited.connect(lambda: self.own.setChecked(True))
        self.choose.clicked.connect(self._open)

    def entered(self) -> None:
        """Show what the folder in use holds."""
        if self.own.isChecked() and not self.found.text():
            self.take()

    def go_on(self) -> None:
        """A path that was typed counts, too; without one it is the sample that is searched."""
        if self.own.isChecked() and not self.path.text().strip():
            self.sample.setChecked(True)
        elif self.own.isChecked() and self.path.text().strip() != self._tried:
            self.take()

    def take(self) -> None:
        """Look into the folder that is named, and use it if there are notes."""
        folder = self.path.text().strip()
        if folder:
            self.own.setChecked(True)
            self.found.setText(tr("Reading…"))
            self.skipped.setText("")
            self.do(self._take(folder), "look into a notes folder")

    async def _take(self, folder: str) -> None:
        self._tried = folder
        try:
            view = await self._look.notes_in(folder)
            if self._settings.now.notes.folders != (folder,):
                await self._settings.change({"notes.folders": (folder,)})
        except GhostPilotError:
            self.found.setText("")
            raise
        self.found.setText(_found(view))
        self.skipped.setText(_why_skipped(view.skipped, folder))

    def _own(self) -> None:
        """A folder named before counts again; another one can be typed at once."""
        self.path.setFocus()
        self.path.selectAll()
        self.take()

    def _toggled(self, sample: bool) -> None:
        if sample:
            self._tried = ""
            self.found.setText("")
            self.skipped.setText("")
            self.do(self._take_sample(), "use the sample notes")

    async def _take_sample(self) -> None:
        if self._settings.now.notes.folders:
            await self._settings.change({"notes.folders": ()})

    def _open(self) -> None:
        """Ask with the system's own dialog, beside the running program."""
        ask_folder(self, tr("Folder of notes"), self._selected, self.path.text())

    def _selected(self, folder: str) -> None:
        self.path.setText(folder)
        self.take()


class _Path(QLineEdit):
    """Enter looks into a new path; the next Enter goes on."""

    entered = pyqtSignal()

    _looked = ""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        enter = event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.text().strip() and self.text() != self._looked:
            self._looked = self.text()
            self.entered.emit()
            return
        super().keyPressEvent(event)


def _found(view: KnowledgeView) -> str:
    words = tr("✓ Notes read: {notes}. Passages to be found in them: {passages}.")
    return words.format(notes=len(view.notes), passages=view.chunks)


def _why_skipped(skipped: Sequence[Skipped], folder: str) -> str:
    """Each file that is not searched and why; the rest of a long list as a number."""
    if not skipped:
        return ""
    lines = [tr("Not searched ({count}):").format(count=len(skipped))]
    root = Path(folder).expanduser()
    for one in skipped[:MOST_REASONS]:
        path = PurePath(one.path)
        name = path.relative_to(root) if path.is_relative_to(root) else path
        lines.append(f"{name.as_posix()}: {one.reason}")
    if len(skipped) > MOST_REASONS:
        lines.append(tr("and {count} more").format(count=len(skipped) - MOST_REASONS))
    return "\n".join(lines)

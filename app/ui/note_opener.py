"""Opens notes: in the user's editor at the line, or in the overlay to be read aloud."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PyQt6.QtCore import QObject, QProcess, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.tasks import spawn
from app.ui.language import tr
from app.ui.opening_source import NoteFiles
from app.ui.overlay import Overlay


class NoteOpener(QObject):
    """Does what the overlay asks for with notes and links; ``report`` is told what fails."""

    def __init__(
        self, files: NoteFiles, overlay: Overlay, report: Callable[[Problem], None]
    ) -> None:
        super().__init__(overlay)
        self._files, self._overlay, self._report = files, overlay, report
        self._dialog: QFileDialog | None = None
        overlay.open_note_requested.connect(self.open)
        overlay.read_note_requested.connect(self.read_here)
        overlay.choose_note_requested.connect(self.choose)
        overlay.link_requested.connect(open_link)

    def open(self, path: str, line: int) -> None:
        """Open a note in the user's editor."""
        self._do(self._open(path, line), "open a note")

    def read_here(self, path: str) -> None:
        """Show a note in the teleprompter."""
        self._do(self._read(path), "read a note")

    def choose(self) -> None:
        """Ask for a note, and show it in the teleprompter."""
        self._do(self._choose(), "choose a note")

    def _do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        spawn(self._told(work), name=name)

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except GhostPilotError as error:
            self._report(error.problem("opening", sticky=False))

    async def _open(self, path: str, line: int) -> None:
        command = await self._files.editor(path, line)
        if command:
            started, _ = QProcess.startDetached(command[0], command[1:])
        else:
            started = QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        if not started:
            raise GhostPilotError(
                tr("No program opens {path}").format(path=path),
                next_step=tr("Name one as editor under [notes] in the settings."),
            )

    async def _read(self, path: str) -> None:
        title, markdown = await self._files.read(path)
        self._overlay.show_note(title, markdown)

    async def _choose(self) -> None:
        dialog = QFileDialog(None, tr("A note to read"), await self._files.folder())
        # The system's own dialog may be another program's window, which captures would show.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilter(tr("Notes (*.md *.markdown *.txt)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read_here)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog  # it has no parent that would keep it
        dialog.open()


def open_link(address: str) -> None:
    """Open a link of an answer in the browser; only the web, never a file or a program."""
    url = QUrl(address)
    if url.scheme() in ("http", "https"):
        QDesktopServices.openUrl(url)

"""Keeps a picture of the overlay while it shows an answer found in the notes."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QFileDevice, QIODevice, QSaveFile

from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, Passages, Status
from app.ui.overlay import Overlay

_PRIVATE = QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner


class Photographer:
    """A sink that keeps a picture of the overlay at each answer found in the notes."""

    def __init__(self, overlay: Overlay, path: Path) -> None:
        self._overlay = overlay
        self._path = path
        self._picture = overlay.grab()
        self._covered: set[str] = set()
        self._answered = False

    def __call__(self, event: Event) -> None:
        if isinstance(event, Passages) and event.covered:
            self._covered.add(event.question)
        elif isinstance(event, Answer) and event.question in self._covered:
            self._answered = True
        elif isinstance(event, Status) and self._answered:
            self._answered = False
            self._overlay.flush()
            self._picture = self._overlay.grab()

    def save(self) -> None:
        """Write the last picture, for its owner alone; an old one stays until it is whole."""
        file = QSaveFile(str(self._path))
        written = file.open(QIODevice.OpenModeFlag.WriteOnly) and (
            file.setPermissions(_PRIVATE) and self._picture.save(file, "PNG")
        )
        if not (written and file.commit()):
            raise GhostPilotError(
                f"The picture {self._path} could not be written",
                next_step="The session is kept. Make room on the disk, or name another file.",
            )

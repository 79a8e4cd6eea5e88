"""Tells that one file has changed, however an editor saves it."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

SETTLE_MS = 200
"""Editors write in several steps; a file half written is nobody's wish."""


class FileWatcher(QObject):
    """Watches a file and its folder: a file that is renamed into its place is a new one."""

    changed = pyqtSignal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        """Of a folder that is not there yet, the nearest one above it is watched until it is."""
        super().__init__(parent)
        self._file = file
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self.look()

    def look(self) -> None:
        """Watch what is there now."""
        folder = next(path for path in self._file.absolute().parents if path.exists())
        wanted = {str(path) for path in (self._file, folder) if path.exists()}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if new := wanted - watched:
            self._watcher.addPaths(sorted(new))
        if past := watched - wanted:
            self._watcher.removePaths(sorted(past))

    def close(self) -> None:
        """Watch nothing more."""
        self._settle.stop()
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)

    def _touched(self) -> None:
        self.look()
        if self._file.parent.exists():  # else it was a change in a folder above it
            self._settle.start()

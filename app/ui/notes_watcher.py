"""Tells which notes folders have changed, once their files have settled."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from app.core.tasks import cancel, spawn

_SETTLE_MS = 20
_LONGEST_MS = 200
_MOST_WATCHES = 4000
"""Files and folders; systems limit how many one program may watch."""
_AT_ONCE = 100
"""Paths handed to Qt between two turns of the loop: it looks at each of them."""
NOTES = (".md", ".markdown", ".mdown", ".txt", ".text", ".pdf", ".docx")
"""What the index reads."""


class NotesWatcher(QObject):
    """Watches notes folders with all folders and notes in them.

    Editors save in many ways: they write in place, or write a second file and rename it over
    the first, or delete and create. Each of these changes a file or its folder; after any
    change the whole tree of the folder is watched anew, and ``changed`` is emitted when
    nothing has happened for 20 ms, or at the latest 0.2 s after the first change. Whoever
    rebuilds the index waits for an editor to finish. A folder that does not exist yet is
    waited for through the nearest parent that does.
    """

    changed = pyqtSignal(list)
    """The notes folders (`list[Path]`) in which something has changed."""

    def __init__(self, folders: Iterable[Path] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: list[Path] = []
        self._dirty: set[Path] = set()
        self._scan: asyncio.Task[None] | None = None
        self._scan_again = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._touched)
        self._watcher.fileChanged.connect(self._touched)
        self._settle = self._timer(_SETTLE_MS)
        self._longest = self._timer(_LONGEST_MS)
        if folders:
            self.watch(folders)

    def watch(self, folders: Iterable[Path]) -> None:
        """Watch these folders instead of the ones before. Call it while the loop runs."""
        self._folders = [Path(os.path.abspath(folder)) for folder in folders]
        self._dirty.clear()
        self._settle.stop()
        self._longest.stop()
        self._watch_again()

    async def aclose(self) -> None:
        """Watch nothing more."""
        self._settle.stop()
        self._longest.stop()
        await cancel(self._scan)
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(self._tell)
        return timer

    def _touched(self, name: str) -> None:
        path = Path(name)
        for folder in self._folders:
            if path == folder or folder in path.parents or path in folder.parents:
                self._dirty.add(folder)
        if self._dirty:
            self._settle.start()
            if not self._longest.isActive():
                self._longest.start()

    def _tell(self) -> None:
        self._settle.stop()
        self._longest.stop()
        self._watch_again()
        told, self._dirty = sorted(self._dirty), set()
        if told:
            self.changed.emit(told)

    def _watch_again(self) -> None:
        self._scan_again = True
        if self._scan is None or self._scan.done():
            self._scan = spawn(self._follow_tree(), name="watch the notes")

    async def _follow_tree(self) -> None:
        """Watch what is there now: to the system, a renamed file is a new one.

        What appears between reading a folder and watching it would be missed, so the tree is
        read again until nothing new turns up.
        """
        loop = asyncio.get_running_loop()
        while self._scan_again:
            self._scan_again = False
            wanted = await loop.run_in_executor(None, _tree, tuple(self._folders))
            watched = {*self._watcher.files(), *self._watcher.directories()}
            if gone := list(watched - wanted):
                self._watcher.removePaths(gone)
            new = sorted(wanted - watched)
            for start in range(0, len(new), _AT_ONCE):
                some = new[start : start + _AT_ONCE]
                failed = self._watcher.addPaths(some)
                self._scan_again = self._scan_again or len(failed) < len(some)
                await asyncio.sleep(0)


def _tree(folders: tuple[Path, ...]) -> set[str]:
    """The folders and notes to watch, or the nearest parent of a folder that is not there."""
    found: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            found.add(str(next(parent for parent in folder.parents if parent.is_dir())))
            continue
        for root, inside, names in os.walk(folder):
            inside[:] = [name for name in inside if not name.startswith(".")]
            found.add(root)
            notes = [name for name in names if name.lower().endswith(NOTES)]
            found.update(os.path.join(root, name) for name in notes)
            if len(found) >= _MOST_WATCHES:
                return set(list(found)[:_MOST_WATCHES])
    return found

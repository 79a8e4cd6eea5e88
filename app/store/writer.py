"""Bring lines to the disk in order, sealed if wanted, and know what is safe there."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.blobs import blob_name, write_blob
from app.store.gpcast import IMAGE, Line, encode_line
from app.store.journal import Journal

if TYPE_CHECKING:
    from app.store.encryption import Cipher

SYNC_S = 2.0
"""What was appended is on the disk after this long at the latest."""
IMAGE_TRIES = 3
"""An image that fails this often is given up, so that it cannot hold up what is said."""
HEADER_CODE = ""
_SYNCED_AT_ONCE = {HEADER_CODE, *"qeimvTrlz"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line on its way to the disk."""

    text: bytes
    code: str
    question: str = ""
    """The question that this line ends, if it does."""
    image: bytes = b""
    """Must be on the disk before the line, under ``image_name``."""
    image_name: str = ""


class Writer:
    """Appends lines to a journal, an image before the line that names it, all of it sealed
    with ``cipher`` if there is one; what the disk refuses waits and is tried again.

    For one thread. `write` and `sync` raise OSError; calling them again goes on where they
    stopped, and no line is written twice.
    """

    def __init__(self, journal: Journal, cipher: Cipher | None = None) -> None:
        self.given_up = 0
        """Images that could not be kept."""
        self._journal = journal
        self._cipher = cipher
        self._waiting: deque[Entry] = deque()
        self._appended: list[str] = []
        self._saved: list[str] = []
        self._dirty_since: float | None = None
        self._urgent = False
        self._image_tries = 0

    @property
    def waiting(self) -> int:
        """Lines not yet appended."""
        return len(self._waiting)

    @property
    def sync_due(self) -> float | None:
        """When `sync` must be called (monotonic s); None when everything is on the disk."""
        if self._dirty_since is None:
            return None
        return self._dirty_since if self._urgent else self._dirty_since + SYNC_S

    def add(self, entry: Entry) -> None:
        """Queue a line; it is appended by the next `write`."""
        self._waiting.append(entry)

    def add_lines(self, lines: Sequence[Line], *, ends: str = "") -> None:
        """Queue lines; the last of them ends the question ``ends``, if it is given."""
        for number, line in enumerate(lines, start=1):
            self.add(Entry(self._text(line), line.code, ends * (number == len(lines))))

    def add_picture(self, png: bytes, question: str, ms: int) -> None:
        """Queue a picture with the line that names it."""
        name = blob_name(png)
        line = Line(ms, IMAGE, {"path": name, "bytes": len(png), "question": question})
        content = self._cipher.seal(png) if self._cipher else png
        self.add(Entry(self._text(line), IMAGE, image=content, image_name=name))

    def _text(self, line: Line) -> bytes:
        return encode_line(self._cipher.seal_line(line) if self._cipher else line)

    def write(self) -> None:
        """Append everything that waits."""
        while self._waiting:
            entry = self._waiting[0]
            if entry.image and not self._keep_image(entry):
                self._waiting.popleft()
                continue
            self._journal.append(entry.text)
            self._waiting.popleft()
            if self._dirty_since is None:
                self._dirty_since = time.monotonic()
            self._urgent |= entry.code in _SYNCED_AT_ONCE
            if entry.question:
                self._appended.append(entry.question)

    def _keep_image(self, entry: Entry) -> bool:
        """Put an image on the disk; False when it is given up for good."""
        try:
            write_blob(self._journal.path, entry.image, entry.image_name)
        except OSError:
            self._image_tries += 1
            if self._image_tries < IMAGE_TRIES:
                raise
            self.given_up += 1
            self._image_tries = 0
            return False
        self._image_tries = 0
        return True

    def sync(self) -> None:
        """Return once everything appended is on the disk."""
        if self._dirty_since is None:
            return
        self._journal.sync()
        self._dirty_since, self._urgent = None, False
        self._saved += self._appended
        self._appended.clear()

    def take_saved(self) -> list[str]:
        """The questions whose answers have reached the disk since the last call."""
        saved, self._saved = self._saved, []
        return saved

    def close(self) -> None:
        """Release the file."""
        self._journal.close()

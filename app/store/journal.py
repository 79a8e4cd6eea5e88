"""A file that only grows by whole lines: locked, private, its torn tail set aside at opening."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.core.errors import GhostPilotError
from app.store.files import PRIVATE, sync_folder
from app.store.gpcast import LONGEST_LINE, decode_header, decode_line

if TYPE_CHECKING:
    from filelock import BaseFileLock

_BINARY = getattr(os, "O_BINARY", 0)
_TAIL_STEP = 64 * 1024


class Journal:
    """Appends whole lines to one file that no other program may append to meanwhile.

    Create it with `create` or `reopen`. All methods raise OSError when the disk refuses;
    a line that went in halfway is taken back, or closed off by a newline, before the next.
    """

    def __init__(self, path: Path, descriptor: int, lock: BaseFileLock) -> None:
        self.path = path
        self._descriptor = descriptor
        self._lock = lock
        self._end = os.fstat(descriptor).st_size
        self._torn = False

    @property
    def empty(self) -> bool:
        """Whether there is no line in it yet."""
        return self._end == 0

    @classmethod
    def create(cls, path: Path) -> Journal:
        """Begin a new file, 0600; FileExistsError when there is one of that name."""
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY
        descriptor = os.open(path, flags, PRIVATE)
        try:
            lock = lock_for(path)
        except BaseException:  # interrupted, too: the file is not left open
            os.close(descriptor)
            raise
        sync_folder(path.parent)
        return cls(path, descriptor, lock)

    @classmethod
    def reopen(cls, path: Path) -> tuple[Journal, int]:
        """Open a file to append to it, and the bytes of torn tail moved to ``*.torn``."""
        lock = lock_for(path)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)
            try:
                torn = _set_torn_tail_aside(path, descriptor)
                return cls(path, descriptor, lock), torn
            except BaseException:  # as in `create`
                os.close(descriptor)
                raise
        except BaseException:  # nor left locked
            release(path, lock)
            raise

    def append(self, line: bytes) -> None:
        """Write one line, newline included, in one call where the system takes it whole."""
        if self._torn:
            self._take_back()
        if self._torn:
            line = b"\n" + line
        rest = line
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            if len(rest) < len(line):
                self._torn = True
                self._take_back()
            raise
        self._end += len(line)
        self._torn = False

    def sync(self) -> None:
        """Return once everything appended is on the disk."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file and let others append to it."""
        os.close(self._descriptor)
        release(self.path, self._lock)

    def _take_back(self) -> None:
        """Cut off a line that went in halfway; where that fails it stays torn."""
        with contextlib.suppress(OSError):  # said above
            os.ftruncate(self._descriptor, self._end)
            self._torn = False
            return
        with contextlib.suppress(OSError):  # the next line then tells what is wrong
            self._end = os.fstat(self._descriptor).st_size


def lock_for(path: Path) -> BaseFileLock:
    """Take the sole right to change a session file.

    The lock stands beside the file, since a locked file cannot be read on some systems; it
    ends with the process however that dies. Raises `GhostPilotError` when another has it.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(lock_path(path), timeout=0, mode=PRIVATE, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise GhostPilotError(
            f"The session {path.name} is being recorded",
            "another window or program has it open",
            "Stop that recording first.",
        ) from error
    return lock


def release(path: Path, lock: BaseFileLock) -> None:
    """Give the right back and remove its file."""
    lock.release()
    with contextlib.suppress(OSError):  # on Windows another may have it open already
        lock_path(path).unlink(missing_ok=True)


def is_locked(path: Path) -> bool:
    """Whether some program records into a session now."""
    if not lock_path(path).exists():
        return False
    try:
        release(path, lock_for(path))
    except GhostPilotError:
        return True
    return False


def lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _set_torn_tail_aside(path: Path, descriptor: int) -> int:
    """Move what follows the last newline to ``*.torn``; the number of bytes moved.

    A line that lacks nothing but its newline is given it.
    """
    size = os.fstat(descriptor).st_size
    with open(os.dup(descriptor), "rb") as stream:
        start = _end_of_whole_lines(stream, size)
        stream.seek(start)
        if start == size or (size - start < LONGEST_LINE and _is_sound(stream.read())):
            if start < size:
                os.write(descriptor, b"\n")
            return 0
        stream.seek(start)
        aside = path.with_name(path.name + ".torn")
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY
        with open(os.open(aside, flags, PRIVATE), "ab") as out:
            shutil.copyfileobj(stream, out)
            out.flush()
            os.fsync(out.fileno())
    sync_folder(path.parent)
    os.ftruncate(descriptor, start)
    os.fsync(descriptor)
    return size - start


def _end_of_whole_lines(stream: BinaryIO, size: int) -> int:
    """Where the last newline ends; 0 without one."""
    start = size
    while start > 0:
        low = max(0, start - _TAIL_STEP)
        stream.seek(low)
        newline = stream.read(start - low).rfind(b"\n")
        if newline >= 0:
            return low + newline + 1
        start = low
    return 0


def _is_sound(text: bytes) -> bool:
    for decode in (decode_line, decode_header):
        with contextlib.suppress(ValueError):  # not such a line
            decode(text)
            return True
    return False

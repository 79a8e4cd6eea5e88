"""The file behind the index of the sessions: made anew where it is damaged, else in memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.paths import private_folder
from app.store.files import PRIVATE
from app.store.rows import TABLES

VERSION = 2
"""Of the tables; another one found on the disk is built anew."""


class IndexFile:
    """A database with the tables of the index, empty where there was none that can be used.

    With ``path`` None it lives in memory only. Blocking; for one thread.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.remark = ""
        """Why it is slower than it could be, in one sentence; empty when it is not."""
        self.db = self._open()

    def close(self) -> None:
        self.db.close()

    def start_anew(self) -> None:
        """Throw everything away."""
        self.db.close()
        self._remove()
        self.db = self._open()

    def go_on_in_memory(self, error: Exception) -> None:
        """Start anew without the file, which ``error`` has made useless."""
        self.db.close()
        self.db = self._in_memory(error)

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """One change that another program sees whole or not at all, and cannot cross."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise in_use() from error
        with self.db:
            yield

    def _open(self) -> sqlite3.Connection:
        """The database, made or made anew where there is none that can be used."""
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise in_use() from error
        except (GhostPilotError, OSError) as error:
            return self._in_memory(error)
        try:
            self._remove()
            return self._connect()
        except (sqlite3.Error, OSError) as error:
            return self._in_memory(error)

    def _in_memory(self, error: Exception) -> sqlite3.Connection:
        """A database without the file; raises ``error`` where there was none before."""
        if self._path is None:
            raise error
        reason = getattr(error, "detail", "") or getattr(error, "strerror", "") or str(error)
        self.remark = (
            f"The index of the sessions is made anew each time: {self._path} cannot be written "
            f"({reason}). Make room on the disk or change the permissions of its folder."
        )
        self._path = None
        return self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self._path is not None:
            private_folder(self._path.parent)
            self._path.touch(mode=PRIVATE)
        db = sqlite3.connect(self._path or ":memory:", check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("BEGIN IMMEDIATE")
            with db:
                if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        raise sqlite3.DatabaseError("tables of another version")
                    for table in TABLES:
                        db.execute(table)
                    db.execute(f"PRAGMA user_version = {VERSION}")
        except BaseException:  # interrupted, too: no database stays open
            db.close()
            raise
        return db

    def _remove(self) -> None:
        if self._path is not None:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)


def in_use() -> GhostPilotError:
    """What is told where another program holds the database for long."""
    return GhostPilotError(
        "The index of the sessions is in use",
        "another program works on it",
        "Try again in a moment.",
    )

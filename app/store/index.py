"""What the recordings say, in a database for finding it: a cache that may be deleted any time."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from app.core.errors import GhostPilotError
from app.store.gpcast import SUFFIX
from app.store.index_file import IndexFile, in_use
from app.store.rows import (
    SaidRow,
    SessionRow,
    TurnRow,
    headings,
    session_values,
    sound,
    turn_values,
)
from app.store.sessions import Session, read_session
from app.store.turns import Turn, spoken, turns

Progress = Callable[[int, int], None]


class Index:
    """The database of one folder of sessions. Blocking: use it from one worker thread.

    With ``path`` None it lives in memory only, as it must where recordings are sealed:
    with ``key`` it then holds what they say. Damage to the file is no loss: it is built anew,
    in memory where the file cannot be written; `remark` then says so.
    """

    def __init__(self, folder: Path, path: Path | None, *, key: bytes | None = None) -> None:
        self.folder = folder
        self._key = key if path is None else None
        self._file = IndexFile(path)

    @property
    def db(self) -> sqlite3.Connection:
        """The database in use; another one after damage."""
        return self._file.db

    @property
    def remark(self) -> str:
        """Why it is slower than it could be, in one sentence; empty when it is not."""
        return self._file.remark

    def close(self) -> None:
        self._file.close()

    def update(self, progress: Progress | None = None) -> int:
        """Take in new and changed session files, forget deleted ones; how many were read."""
        try:
            return self._update(progress)
        except sqlite3.DatabaseError as error:  # damage that opening did not come upon
            if "locked" in str(error):
                raise in_use() from error
            try:
                self._file.start_anew()
                return self._update(progress)
            except (sqlite3.DatabaseError, OSError) as again:
                self._file.go_on_in_memory(again)
                return self._update(progress)

    def _update(self, progress: Progress | None) -> int:
        known = {
            name: (size, mtime)
            for name, size, mtime in self.db.execute("SELECT name, size, mtime FROM sessions")
        }
        found = {path.name: _stamp(path) for path in session_files(self.folder)}
        self.forget(*(known.keys() - found.keys()))
        changed = sorted(name for name, stamp in found.items() if known.get(name) != stamp)
        for number, name in enumerate(changed, start=1):
            self._take_in(name, found[name])
            if progress is not None:
                progress(number, len(changed))
        return len(changed)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Throw everything away and read all sessions; how many there are."""
        self._file.start_anew()
        return self._update(progress)

    def forget(self, *names: str) -> None:
        """Remove sessions and all their words, from the database's free pages too."""
        if not names:
            return
        with self._file.change():
            for name in names:
                self._forget(name)
            self.db.execute("INSERT INTO words(words) VALUES('optimize')")
        with contextlib.suppress(sqlite3.OperationalError):  # busy: the pages are zeroed anyway
            self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def sessions(self) -> list[SessionRow]:
        """All sessions, the newest first."""
        rows = self.db.execute(
            "SELECT name, started, title, mode, duration, turns, problems, bad_lines, ended,"
            " providers, linked, trouble FROM sessions ORDER BY started_at DESC, name DESC"
        )
        return [SessionRow.of(row) for row in rows]

    def turns(self, name: str) -> list[TurnRow]:
        """The turns of one session; ten thousand take some tens of milliseconds."""
        rows = self.db.execute(
            "SELECT number, question_id, revision, question, kind, asked_at, asked, passages_at,"
            " first_piece_at, last_piece_at, ended, provider, model, notes, good, begins, ends"
            " FROM turns WHERE session = (SELECT id FROM sessions WHERE name = ?) ORDER BY number",
            (name,),
        )
        return [TurnRow.of(row) for row in rows]

    def said(self, name: str, start: float, end: float) -> list[SaidRow]:
        """What was said in a session between two of its seconds, in order."""
        rows = self.db.execute(
            "SELECT e.at, e.ended, e.channel, w.text, e.turn FROM entries e"
            " JOIN words w ON w.rowid = e.id"
            " WHERE e.session = (SELECT id FROM sessions WHERE name = ?)"
            " AND e.kind = 'said' AND e.at < ? AND e.ended > ? ORDER BY e.at",
            (name, end, start),
        )
        return [SaidRow._make(row) for row in rows]

    def _take_in(self, name: str, stamp: tuple[int, int]) -> None:
        """Read one session file and put it in place of what was known of it."""
        path = self.folder / name
        try:
            session, trouble = read_session(path, key=self._key, pieces=False), ""
        except GhostPilotError as error:
            session, trouble = None, str(error)
        with self._file.change():
            self._forget(name)
            row = session_values(name, stamp, session, trouble)
            marks = ", ".join("?" * len(row))
            cursor = self.db.execute(f"INSERT INTO sessions VALUES (NULL, {marks})", row)
            if session is not None and cursor.lastrowid is not None:
                asked = turns(session)
                self._add_turns(cursor.lastrowid, asked, session.places)
                self._add_talk(cursor.lastrowid, asked, session)

    def _add_turns(
        self, session: int, asked: tuple[Turn, ...], places: tuple[tuple[int, int], ...]
    ) -> None:
        rows = [
            (session, *turn_values(turn, place)) for turn, place in zip(asked, places, strict=True)
        ]
        self.db.executemany(f"INSERT INTO turns VALUES ({', '.join('?' * 18)})", rows)
        for turn in asked:
            at, number = turn.question.asked_at, turn.number
            self._add_words(session, "question", number, at, turn.question.text)
            if turn.text:
                self._add_words(session, "answer", number, turn.end, turn.text)
            cited = "\n".join(headings(turn))
            if cited:
                self._add_words(session, "note", number, at, cited)

    def _add_talk(self, session: int, asked: tuple[Turn, ...], read: Session) -> None:
        """All utterances; one that is a question already found as such carries its turn."""
        turn_of = {(turn.question.channel, turn.question.text): turn.number for turn in asked}
        for said in spoken(read.events):
            if said.text:
                turn = turn_of.get((said.channel, said.text))
                self._add_words(
                    session, "said", turn, said.started, said.text, said.ended, said.channel
                )

    def _add_words(
        self,
        session: int,
        kind: str,
        turn: int | None,
        at: float,
        text: str,
        ended: float | None = None,
        channel: str = "",
    ) -> None:
        cursor = self.db.execute(
            "INSERT INTO entries VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (session, kind, turn, at, ended, channel),
        )
        row = (cursor.lastrowid, sound(text))
        self.db.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", row)

    def _forget(self, name: str) -> None:
        row = self.db.execute("SELECT id FROM sessions WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        self.db.execute(
            "DELETE FROM words WHERE rowid IN (SELECT id FROM entries WHERE session = ?)", row
        )
        self.db.execute("DELETE FROM entries WHERE session = ?", row)
        self.db.execute("DELETE FROM turns WHERE session = ?", row)
        self.db.execute("DELETE FROM sessions WHERE id = ?", row)


def session_files(folder: Path) -> Iterator[Path]:
    """The session files of a folder, by name; none when there is no such folder."""
    with contextlib.suppress(FileNotFoundError):  # nothing was recorded yet
        yield from sorted(
            path
            for path in folder.iterdir()
            if path.suffix == SUFFIX and path.name == sound(path.name)
            if path.is_file() and not path.is_symlink()
        )


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns

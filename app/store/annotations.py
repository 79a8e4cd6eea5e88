"""Add to a finished session what only its user knows: a title, a verdict, a marker."""

from __future__ import annotations

from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.redact import Redactor
from app.store.encryption import Cipher
from app.store.gpcast import MARKER, TITLE, VERDICT, Line, encode_line, milliseconds
from app.store.journal import Journal
from app.store.scribe import Scribe
from app.store.sessions import Session, read_session

LONGEST = 2_000
"""Characters of a title or note that are kept."""


def entitle(path: Path, title: str, *, key: bytes | None = None) -> None:
    """Give a session a title of its own; an empty one brings back that of its questions."""
    _append(path, key, TITLE, {"title": title[:LONGEST]})


def judge(
    path: Path, question: str, good: bool, note: str = "", *, key: bytes | None = None
) -> None:
    """Mark the answer to a question (its id) as good or bad; the last verdict counts."""
    _append(path, key, VERDICT, {"question": question, "good": good, "note": note[:LONGEST]})


def mark(path: Path, seconds: float, note: str = "", *, key: bytes | None = None) -> None:
    """Set a marker at a moment of the session."""
    _append(path, key, MARKER, {"note": note[:LONGEST]}, seconds)


def _append(
    path: Path, key: bytes | None, code: str, data: dict[str, object], at: float | None = None
) -> None:
    """Append one line to a session that nobody records into, and have the disk keep it.

    Raises `GhostPilotError` when the file cannot be read or written or is being recorded.
    """
    session: Session = read_session(path, key=key, pieces=False)
    when = session.duration if at is None else at
    line = Scribe(Redactor()).clean_line(Line(milliseconds(when), code, data))
    if session.header.cipher and key is not None:
        line = Cipher(key).seal_line(line)
    try:
        journal, _ = Journal.reopen(path)
        try:
            journal.append(encode_line(line))
            journal.sync()
        finally:
            journal.close()
    except OSError as error:
        raise GhostPilotError(
            f"The session {path} cannot be written",
            error.strerror or str(error),
            "Make room on the disk or change its permissions.",
        ) from error

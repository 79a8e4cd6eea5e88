"""Check a session file through and through, and mend what can be mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.core.errors import GhostPilotError
from app.core.events import AnswerDelta
from app.core.trace import broken_rules
from app.store.blobs import read_blob
from app.store.encryption import CIPHER, Cipher
from app.store.files import write_whole
from app.store.gpcast import (
    CLOSED,
    END,
    FRAME,
    IMAGE,
    LOST,
    RECOVERED,
    Header,
    Line,
    decode_header,
    decode_line,
    encode_header,
    encode_line,
    line_events,
    milliseconds,
)
from app.store.journal import Journal, is_locked, lock_for, release
from app.store.sessions import Session, raw_lines, read_session

CUT = "cut"
"""How a recording ended that no program closed, once a repair has written its end."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in one session file."""

    session: Session
    answers: int
    """Answers whose checksum was compared with their pieces."""
    wrong_answers: tuple[str, ...]
    """Questions whose answer's pieces no longer give its checksum."""
    bad_images: tuple[str, ...]
    broken: tuple[str, ...]
    """Rules of a sound session that this one breaks."""
    known_gaps: bool
    """An earlier recovery or repair, or a slow disk, has left something out, and says so."""
    running: bool = False
    """A program records into it now."""

    @property
    def sound(self) -> bool:
        """No damage but what the file itself owns up to."""
        damage = self.session.bad_lines or self.session.torn or self.bad_images
        return not damage and (self.known_gaps or not (self.wrong_answers or self.broken))

    def sentences(self) -> list[str]:
        """Everything there is to say, most important first."""
        found = []
        if self.session.bad_lines:
            numbers = ", ".join(map(str, self.session.bad_lines[:10]))
            more = " ..." if len(self.session.bad_lines) > 10 else ""
            found.append(f"{damaged_lines(len(self.session.bad_lines))} ({numbers}{more})")
        if self.session.torn:
            found.append(f"{self.session.torn} bytes of a line torn off at the end")
        found += [
            f"{question}: the answer is not what was streamed" for question in self.wrong_answers
        ]
        found += [f"image {name} is missing or damaged" for name in self.bad_images]
        found += self.broken
        if self.running:
            found.append("it is being recorded")
        elif self.session.ended in ("", CUT):
            found.append("the recording was cut off")
        if self.session.unknown:
            found.append(f"{self.session.unknown} lines of a newer version")
        return found


def damaged_lines(count: int) -> str:
    """So many damaged lines, in words."""
    return "1 damaged line" if count == 1 else f"{count} damaged lines"


def verify(path: Path, *, key: bytes | None = None) -> Check:
    """Read a session and check every line, answer, image and rule.

    Raises `GhostPilotError` when the file cannot be opened or is no session.
    """
    session = read_session(path, key=key)
    answers, wrong = _checksums(path, key)
    marks = session.marks
    unseal = Cipher(key).open if key and session.header.cipher else None
    bad_images = []
    for mark in marks:
        if mark.code == IMAGE:
            name = str(mark.data.get("path", ""))
            try:
                read_blob(path, name, unseal)
            except (GhostPilotError, ValueError):
                bad_images.append(name)
    return Check(
        session,
        answers=answers,
        wrong_answers=tuple(wrong),
        bad_images=tuple(bad_images),
        broken=tuple(broken_rules(session.events, finished=session.ended not in ("", CUT))),
        known_gaps=any(mark.code in (RECOVERED, LOST) for mark in marks),
        running=not session.ended and is_locked(path),
    )


class Mended(NamedTuple):
    """What a repair has done; nothing where all are 0."""

    bad_lines: int
    torn: int
    """Bytes of a line that was not written to its end."""
    closed: bool
    """Whether it has written the end of a recording that was cut off."""


def repair(path: Path, *, key: bytes | None = None) -> Mended:
    """Set what is damaged aside in ``*.torn``, so that only sound lines are left, and an end.

    A sound file stays as it is. A lost header is written anew. Raises `GhostPilotError` when
    the file cannot be changed, is being recorded, or is no session.
    """
    session = read_session(path, key=key)
    try:
        if not session.bad_lines:
            journal, torn = Journal.reopen(path)
            try:
                if journal.empty:
                    journal.append(encode_header(_header(session, key)))
                if torn:
                    journal.append(_seam(session, key, 0, torn))
                if not session.ended:
                    journal.append(_added(session, key, CLOSED, {"reason": CUT}))
                journal.sync()
            finally:
                journal.close()
            return Mended(0, torn, not session.ended)
        lock = lock_for(path)
        try:
            return _rewrite(path, session, key)
        finally:
            release(path, lock)
    except OSError as error:
        raise GhostPilotError(
            f"The session {path} cannot be repaired",
            error.strerror or str(error),
            "Make room on the disk or change its permissions.",
        ) from error


def _rewrite(path: Path, session: Session, key: bytes | None) -> Mended:
    torn = session.torn
    bad = set(session.bad_lines)
    kept: list[bytes] = []
    aside: list[bytes] = []
    for number, _, text in raw_lines(path):
        if number == 1:
            kept.append(text if number not in bad else encode_header(_header(session, key)))
        elif number not in bad and (text.endswith(b"\n") or not torn):
            kept.append(text if text.endswith(b"\n") else text + b"\n")
        if number in bad or (torn and not text.endswith(b"\n")):
            aside.append(text)
    kept.append(_seam(session, key, len(bad), torn))
    if not session.ended:
        kept.append(_added(session, key, CLOSED, {"reason": CUT}))
    set_aside = path.with_name(path.name + ".torn")
    before = set_aside.read_bytes() if set_aside.exists() else b""
    write_whole(set_aside, before + b"".join(aside))
    write_whole(path, b"".join(kept))
    return Mended(len(bad), torn, not session.ended)


def _header(session: Session, key: bytes | None) -> Header:
    """A header in place of a lost one."""
    if key is None:
        return session.header
    cipher = Cipher(key)
    return Header(session.header.started, cipher=CIPHER, key_id=cipher.key_id)


def _seam(session: Session, key: bytes | None, bad_lines: int, torn: int) -> bytes:
    return _added(session, key, RECOVERED, {"torn": torn, "bad_lines": bad_lines})


def _added(session: Session, key: bytes | None, code: str, data: dict[str, Any]) -> bytes:
    """A line at the end of a session, sealed where the others are."""
    line = Line(milliseconds(session.duration), code, data)
    sealed = session.header.cipher or (key and 1 in session.bad_lines)
    return encode_line(Cipher(key).seal_line(line) if sealed and key else line)


def _checksums(path: Path, key: bytes | None) -> tuple[int, list[str]]:
    """How many answers have a checksum, and the questions whose pieces do not give it."""
    cipher = Cipher(key) if key else None
    running: dict[str, list[str]] = {}
    count, wrong = 0, []
    for number, _, text in raw_lines(path):
        try:
            if number == 1:
                decode_header(text)
                continue
            line = decode_line(text)
            line = cipher.open_line(line) if cipher else line
            found = list(line_events(line)) if line.code == FRAME else []
        except ValueError:
            continue
        question = str(line.data.get("question", ""))
        running.setdefault(question, []).extend(
            event.text for event in found if isinstance(event, AnswerDelta)
        )
        if line.code == END and "sha256" in line.data:
            pieces = "".join(running.pop(question, [])).encode("utf-8", "surrogatepass")
            count += 1
            if hashlib.sha256(pieces).hexdigest() != line.data["sha256"]:
                wrong.append(question)
    return count, wrong

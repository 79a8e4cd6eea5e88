"""Read a session file whatever happened to it: sound lines become events, bad ones are counted."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from app.core.errors import GhostPilotError
from app.core.events import Event
from app.store.encryption import Cipher
from app.store.gpcast import (
    ASKED,
    CLOSED,
    END,
    EVENT_CODES,
    FRAME,
    HEADER_START,
    KNOWN_CODES,
    LONGEST_LINE,
    SUFFIX,
    Header,
    Line,
    decode_header,
    decode_line,
    frame_question,
    line_events,
)

LARGEST = 2 * 1024**3
"""Bytes of a session file that are read at most; a week of talk is far below."""

_EVENT_LINES = {*EVENT_CODES.values(), FRAME}


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that is no event: a marker, title, verdict, image, recovery, loss or close."""

    ms: int
    code: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that could be read of one session."""

    path: Path
    header: Header
    events: tuple[Event, ...]
    marks: tuple[Mark, ...] = ()
    bad_lines: tuple[int, ...] = ()
    """Line numbers, from 1, that were damaged and left out."""
    torn: int = 0
    """Bytes of a last line that was not written to its end."""
    unknown: int = 0
    """Sound lines of a kind this version does not know."""
    places: tuple[tuple[int, int], ...] = ()
    """For each question in `events`, where its line begins and its answer's ends, in bytes."""

    @property
    def duration(self) -> float:
        """Seconds from the start to the last event."""
        return max((event.emitted for event in self.events), default=0.0)

    @property
    def ended(self) -> str:
        """``closed``, ``cancelled``, ``cut`` (a repair said so); empty while it runs or if cut."""
        closes = [mark for mark in self.marks if mark.code == CLOSED]
        return str(closes[-1].data.get("reason", "closed")) if closes else ""


def read_session(
    path: Path,
    *,
    key: bytes | None = None,
    pieces: bool = True,
    part: tuple[int, int] | None = None,
) -> Session:
    """Read a session file, leaving out what is damaged.

    ``key`` opens a sealed session. With ``pieces`` False the pieces of an answer are left
    out where its end, with the whole text, is there. ``part`` limits the reading to the
    header and the bytes of one of `Session.places`. Raises `GhostPilotError` (exit 2) when
    the file cannot be opened, is sealed with another key, or holds nothing of a session;
    one that was cut before its first line was whole is a session without events.
    """
    reading = _Reading(path, key, pieces)
    for raw in raw_lines(path, part):
        try:
            reading.take(raw)
        except ValueError:
            if raw.text.endswith(b"\n") or len(raw.text) >= LONGEST_LINE:
                reading.bad.append(raw.number)
            else:
                reading.torn = len(raw.text)
    return reading.session()


class _Reading:
    """What has been read of a file so far."""

    def __init__(self, path: Path, key: bytes | None, pieces: bool) -> None:
        self.bad: list[int] = []
        self.torn = 0
        self._path = path
        self._key = key
        self._cipher: Cipher | None = None
        self._pieces = pieces
        self._header: Header | None = None
        self._events: list[Event] = []
        self._frames: dict[str, list[Line | bytes]] = {}
        self._marks: list[Mark] = []
        self._unknown = 0
        self._size = 0
        self._cut_in_header = True
        self._begun: list[int] = []
        self._ended: dict[int, int] = {}
        self._open: dict[str, int] = {}

    def take(self, raw: RawLine) -> None:
        """Read one line; ValueError when it is damaged."""
        self._size = raw.begins + len(raw.text)
        if raw.number == 1:
            start = raw.text[: len(HEADER_START)]
            self._cut_in_header = raw.text[-1:] != b"\n" and HEADER_START.startswith(start)
            self._header = decode_header(raw.text)
            self._check_key(self._header.key_id)
            return
        if not self._pieces and (question := frame_question(raw.text)):
            self._frames.setdefault(question, []).append(raw.text)
            return
        line = decode_line(raw.text)
        if "sealed" in line.data:
            self._check_key("")
            if self._cipher is None:
                raise ValueError("sealed, in a session that is not")
            line = self._cipher.open_line(line)
        if line.code == FRAME and not self._pieces:
            self._frames.setdefault(str(line.data.get("question")), []).append(line)
        elif line.code in _EVENT_LINES:
            found = list(line_events(line))
            if line.code == ASKED:
                self._open[str(line.data.get("id"))] = len(self._begun)
                self._begun.append(raw.begins)
            elif line.code == END:
                question = str(line.data.get("question"))
                self._frames.pop(question, None)
                if question in self._open:
                    self._ended[self._open[question]] = self._size
            self._events += found
        elif line.code in KNOWN_CODES:
            self._marks.append(Mark(line.ms, line.code, line.data))
        else:
            self._unknown += 1

    def session(self) -> Session:
        """Everything that was read."""
        found = self._header or self._events or self._marks
        if not found and not self._cut_in_header:
            raise GhostPilotError(
                f"{self._path} is not a session file",
                "it has no session header and no sound line",
                f"Name a file that ends in {SUFFIX}.",
            )
        for frame in (frame for frames in self._frames.values() for frame in frames):
            try:
                line = decode_line(frame) if isinstance(frame, bytes) else frame
                self._events += line_events(line)
            except ValueError:
                self._unknown += 1
        header = self._header or Header(started=_started_by_name(self._path))
        return Session(
            self._path,
            header,
            tuple(self._events),
            tuple(self._marks),
            tuple(self.bad),
            self.torn,
            self._unknown,
            tuple((begun, self._ended.get(n, self._size)) for n, begun in enumerate(self._begun)),
        )

    def _check_key(self, key_id: str) -> None:
        """Have a cipher ready where one is needed; says so where there is no key for it."""
        sealed = not self._header or bool(self._header.cipher)
        if not sealed or self._cipher:
            return
        if self._key is None:
            raise GhostPilotError(
                f"The session {self._path.name} is encrypted",
                "no key was given",
                "Unlock the system's keyring on the machine that recorded it.",
            )
        self._cipher = Cipher(self._key)
        if key_id and key_id != self._cipher.key_id:
            raise GhostPilotError(
                f"The session {self._path.name} is encrypted with another key",
                f"it needs key {key_id}, this machine has {self._cipher.key_id}",
                "Open it on the machine that recorded it.",
            )


class RawLine(NamedTuple):
    """One line as it stands in the file."""

    number: int
    """From 1."""
    begins: int
    """Bytes before it."""
    text: bytes
    """With its newline; only the beginning of a line too long to be one."""


def raw_lines(path: Path, part: tuple[int, int] | None = None) -> Iterator[RawLine]:
    """The lines of a file, one after the other; never more than one of them in memory.

    With ``part``, the first line and then those between two places. Raises
    `GhostPilotError` naming the file when it cannot be read or is absurdly large.
    """
    try:
        if stat.S_IFMT(path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
            raise GhostPilotError(
                f"{path} is no file", "it is a device or a pipe", "Name a session file."
            )
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            if size > LARGEST:
                raise GhostPilotError(
                    f"{path} is too large for a session",
                    f"{size / 1024**3:.1f} GB",
                    "No session grows like that; look at what wrote it.",
                )
            stream.seek(0)
            number = begins = 0
            while text := stream.readline(LONGEST_LINE):
                number += 1
                yield RawLine(number, begins, text)
                while not text.endswith(b"\n") and (text := stream.readline(LONGEST_LINE)):
                    continue  # the rest of a line too long to be one
                if part is not None:
                    if number == 1:
                        stream.seek(part[0])
                    if stream.tell() >= part[1]:
                        return
                begins = stream.tell()
    except IsADirectoryError as error:
        raise GhostPilotError(
            f"{path} is a folder", next_step="Name a session file inside it."
        ) from error
    except FileNotFoundError as error:
        raise GhostPilotError(
            f"There is no session {path}", next_step="See `sessions list` for those there are."
        ) from error
    except OSError as error:
        raise GhostPilotError(
            f"The session {path} cannot be read",
            error.strerror or str(error),
            "Check the file and its permissions.",
        ) from error


def _started_by_name(path: Path) -> str:
    """The start that a session's file name tells, where its header is lost."""
    try:
        return datetime.strptime(path.name[:15], "%Y%m%d-%H%M%S").astimezone().isoformat()
    except ValueError:
        return ""

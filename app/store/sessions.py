"""Read a session file whatever happened to it: sound lines become events, bad ones are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError
from app.core.events import Event
from app.store.gpcast import (
    CLOSED,
    EVENT_CODES,
    FRAME,
    KNOWN_CODES,
    LONGEST_LINE,
    SUFFIX,
    Header,
    decode_header,
    decode_line,
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
    unknown: int = 0
    """Sound lines of a kind this version does not know."""

    @property
    def duration(self) -> float:
        """Seconds from the start to the last event."""
        return max((event.emitted for event in self.events), default=0.0)

    @property
    def ended(self) -> str:
        """``closed`` or ``cancelled``; empty while it runs or when it was cut off."""
        closes = [mark for mark in self.marks if mark.code == CLOSED]
        return str(closes[-1].data.get("reason", "closed")) if closes else ""


def read_session(path: Path) -> Session:
    """Read a session file, leaving out what is damaged.

    Raises `GhostPilotError` (exit 2) when the file cannot be opened at all, is of a newer
    kind, or holds nothing of a session.
    """
    header: Header | None = None
    events: list[Event] = []
    marks: list[Mark] = []
    bad: list[int] = []
    unknown = 0
    for number, text in raw_lines(path):
        try:
            if number == 1:
                header = decode_header(text)
                continue
            line = decode_line(text)
            if line.code in _EVENT_LINES:
                events += line_events(line)
            elif line.code in KNOWN_CODES:
                marks.append(Mark(line.ms, line.code, line.data))
            else:
                unknown += 1
        except ValueError:
            bad.append(number)
    if header is None and not events and not marks:
        raise GhostPilotError(
            f"{path} is not a session file",
            "it has no session header and no sound line",
            f"Name a file that ends in {SUFFIX}.",
        )
    header = header or Header(started=_started_by_name(path))
    return Session(path, header, tuple(events), tuple(marks), tuple(bad), unknown)


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, from 1; never more than one long line in memory.

    Raises `GhostPilotError` naming the file when it cannot be read or is absurdly large.
    """
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            if size > LARGEST:
                raise GhostPilotError(
                    f"{path} is too large for a session",
                    f"{size / 1024**3:.1f} GB",
                    "No session grows like that; look at what wrote it.",
                )
            stream.seek(0)
            number = 0
            while text := stream.readline(LONGEST_LINE):
                number += 1
                yield number, text
                while not text.endswith(b"\n") and (text := stream.readline(LONGEST_LINE)):
                    continue  # the rest of a line too long to be one
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

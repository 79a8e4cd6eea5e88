"""The line format of a session file: a header, then ``[ms, code, data, crc32]``, one a line.

``README.md`` in this folder describes it for other programs. Each line carries a checksum of
its own text, so that damage is found where it is and costs only that line.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NoReturn

from app.core import events
from app.core.events import AnswerDelta, Event
from app.core.wire import NAMES, decoder, from_json, to_json

VERSION = 1
SUFFIX = ".gpcast"
LONGEST_LINE = 16 * 1024 * 1024
"""Bytes; a longer line is damage, not data."""
HEADER_START = b'{"ghostpilot":'
LATEST_MS = 1 << 42
"""No session lasts longer than this (139 years); a greater time is damage."""

EVENT_CODES: dict[type[Any], str] = {
    events.Speech: "s",
    events.Transcript: "t",
    events.Question: "q",
    events.Passages: "x",
    events.Attempt: "a",
    events.Egress: "g",
    events.Health: "h",
    events.Info: "n",
    events.Status: "k",
    events.Problem: "p",
    events.Answer: "e",
}
FRAME, IMAGE, MARKER, VERDICT, TITLE = "D", "i", "m", "v", "T"
RECOVERED, LOST, CLOSED = "r", "l", "z"
KNOWN_CODES = frozenset(EVENT_CODES.values()) | {
    *(FRAME, IMAGE, MARKER, VERDICT, TITLE, RECOVERED, LOST, CLOSED)
}

ASKED, END = EVENT_CODES[events.Question], EVENT_CODES[events.Answer]

_NAME_OF_CODE = {code: NAMES[kind] for kind, code in EVENT_CODES.items()}
_FRAME_START = re.compile(rb'\[[0-9]+,"D",\{"question":"([^"\\]+)","deltas":')
_TIMES = {"at", "started", "ended", "asked_at"}


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a session before its first event."""

    started: str = ""
    """Wall clock, ISO 8601 with the offset from UTC."""
    app: str = ""
    """Version of the program that wrote it."""
    mode: str = ""
    providers: tuple[str, ...] = ()
    """Names from the settings; never keys or addresses."""
    linked: str = ""
    """File name of the session this one asked again."""
    redacted: bool = True
    cipher: str = ""
    """Empty when the data are plain; else the name of the cipher."""
    key_id: str = ""
    """Which key it is sealed with; no part of the key."""
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Line:
    """One sound line after the header; ``ms`` counts from the session's start."""

    ms: int
    code: str
    data: dict[str, Any]


def encode_header(header: Header) -> bytes:
    """The first line of a session file."""
    values = {name: value for name, value in asdict(header).items() if value not in ("", ())}
    return _sealed(_json({"ghostpilot": "session", **values})[:-1] + ',"crc32":', "}")


def decode_header(line: bytes) -> Header:
    """The header in a first line; ValueError when it is damaged or of something else."""
    value = _opened(line)
    if not isinstance(value, dict) or value.get("ghostpilot") != "session":
        raise ValueError("no session header")
    known = {field.name for field in fields(Header)}
    header: Header = decoder(Header)({k: v for k, v in value.items() if k in known})
    return header


def encode_line(line: Line) -> bytes:
    """The line as it stands in the file, newline included."""
    return _sealed(f"[{line.ms},{_json(line.code)},{_json(line.data)},", "]")


def decode_line(text: bytes) -> Line:
    """The line in a file's text; ValueError when it is damaged."""
    value = _opened(text)
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError("not [ms, code, data, crc32]")
    ms, code, data, _ = value
    if type(ms) is not int or not 0 <= ms <= LATEST_MS:
        raise ValueError("no time")
    if not isinstance(code, str) or not isinstance(data, dict):
        raise ValueError("no code or data")
    return Line(ms, code, data)


def frame_question(text: bytes) -> str:
    """Whose frame a sound line is, found without reading its pieces.

    Empty when it is no frame, or not one as `frame_line` writes it; ValueError when the line
    is damaged.
    """
    start = _FRAME_START.match(text)
    if start is None:
        return ""
    _checked(text)
    return start[1].decode("utf-8")


def milliseconds(seconds: float) -> int:
    """Session seconds as the file counts them."""
    return max(0, round(seconds * 1000))


def event_line(event: Event, shift_ms: int = 0) -> Line:
    """One event, other than a delta, as a line timed by its emission; all times shifted."""
    values = to_json(event)
    del values["type"], values["emitted"]
    for name in _TIMES & values.keys():
        if isinstance(values[name], float):
            moved = max(0.0, values[name] + shift_ms / 1000)
            values[name] = round(moved, 3) if values[name] else 0.0
    defaults = {field.name: field.default for field in fields(event)}
    data = {name: value for name, value in values.items() if not _is_default(value, defaults[name])}
    return Line(max(0, milliseconds(event.emitted) + shift_ms), EVENT_CODES[type(event)], data)


def frame_line(question: str, deltas: list[tuple[int, str]]) -> Line:
    """Pieces of an answer, each with its time in ms, as one line timed by the first."""
    start = deltas[0][0]
    data = {"question": question, "deltas": [[ms - start, text] for ms, text in deltas]}
    return Line(start, FRAME, data)


def line_events(line: Line) -> Iterator[Event]:
    """The events in a line: none for marks, several for a frame.

    Raises ValueError, before the first, when the data do not fit the code.
    """
    if line.code == FRAME:
        yield from _frame_events(line)
    elif line.code in _NAME_OF_CODE:
        name = _NAME_OF_CODE[line.code]
        yield from_json({**line.data, "type": name, "emitted": line.ms / 1000})


def _frame_events(line: Line) -> list[Event]:
    question, deltas = line.data.get("question"), line.data.get("deltas")
    if not isinstance(question, str) or not isinstance(deltas, list):
        raise ValueError("no frame")
    found: list[Event] = []
    for delta in deltas:
        match delta:
            case [int(after), str(text)] if 0 <= after <= LATEST_MS:
                at = (line.ms + after) / 1000
                found.append(AnswerDelta(question, text, at=at, emitted=at))
            case _:
                raise ValueError("no frame")
    return found


def _is_default(value: Any, default: Any) -> bool:
    return bool(value == (list(default) if isinstance(default, tuple) else default))


def _json(value: Mapping[str, Any] | str) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _sealed(body: str, end: str) -> bytes:
    # A lone surrogate is written as the JSON escape that reads back as the same character.
    text = body.encode("utf-8", "backslashreplace")
    return b"%b%d%b\n" % (text, zlib.crc32(text), end.encode())


def _opened(line: bytes) -> Any:
    """The JSON value of a line whose checksum holds."""
    text = _checked(line)
    try:
        return _DECODER.decode(text.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _checked(line: bytes) -> bytes:
    """A line without its end; ValueError when its checksum does not hold."""
    text = line.rstrip(b"\r\n")
    start = max(text.rfind(b","), text.rfind(b":")) + 1
    number = text[start:-1]
    if not number.isdigit() or len(number) > 10 or int(number) != zlib.crc32(text[:start]):
        raise ValueError("the checksum does not hold")
    return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)

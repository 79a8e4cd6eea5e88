"""The rows in which the index keeps sessions and turns, and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.core.events import Problem
from app.store.gpcast import TITLE
from app.store.sessions import Session
from app.store.turns import Turn, turns

TABLES = (
    """
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, size INTEGER, mtime INTEGER,
    started TEXT, started_at REAL, title TEXT, mode TEXT, duration REAL, turns INTEGER,
    problems INTEGER, bad_lines INTEGER, ended TEXT, providers TEXT, linked TEXT,
    trouble TEXT
)
    """,
    """
CREATE TABLE turns (
    session INTEGER NOT NULL, number INTEGER NOT NULL, question_id TEXT, revision INTEGER,
    question TEXT, kind TEXT, asked_at REAL, asked REAL, passages_at REAL, first_piece_at REAL,
    last_piece_at REAL, ended TEXT, provider TEXT, model TEXT, notes TEXT, good INTEGER,
    begins INTEGER, ends INTEGER,
    PRIMARY KEY (session, number)
) WITHOUT ROWID
    """,
    """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, session INTEGER NOT NULL, kind TEXT NOT NULL, turn INTEGER,
    at REAL NOT NULL, ended REAL, channel TEXT
)
    """,
    """
CREATE INDEX entries_of_session ON entries (session, at)
    """,
    """
CREATE VIRTUAL TABLE words USING fts5(
    text, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
)
    """,
)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list of sessions."""

    name: str
    """File name."""
    started: str
    title: str
    mode: str
    duration: float
    turns: int
    problems: int
    bad_lines: int
    ended: str
    """``closed``, ``cancelled``, ``cut``, or empty while it runs or when it was cut off."""
    providers: tuple[str, ...]
    linked: str
    trouble: str
    """Why it could not be read; empty when it could."""

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> SessionRow:
        columns = (*row[:9], _list(row[9]), *row[10:])
        return cls(*columns)


class TurnRow(NamedTuple):
    """One turn as a list shows it; times in session seconds, None for what did not happen."""

    number: int
    question_id: str
    revision: int
    question: str
    kind: str
    asked_at: float
    asked: float
    passages_at: float | None
    first_piece_at: float | None
    last_piece_at: float | None
    ended: str
    provider: str
    model: str
    notes: tuple[str, ...]
    """Notes whose passages were shown."""
    good: bool | None
    place: tuple[int, int]
    """Its bytes in the file, for `sessions.read_session`."""

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> TurnRow:
        good = None if row[14] is None else bool(row[14])
        return cls._make((*row[:13], _list(row[13]), good, (row[15], row[16])))


class SaidRow(NamedTuple):
    """One utterance on the time axis."""

    at: float
    ended: float
    channel: str
    text: str
    turn: int | None
    """The turn whose question it is; None for all other talk."""


def title_of(session: Session, asked: tuple[Turn, ...]) -> str:
    """The title given by the user, else one made of the first questions."""
    given = [mark.data.get("title") for mark in session.marks if mark.code == TITLE]
    if given and isinstance(given[-1], str) and given[-1].strip():
        return given[-1].strip()
    texts = list(dict.fromkeys(turn.question.text for turn in asked))[:2]
    return " · ".join(texts) or "No questions"


def session_values(
    name: str, stamp: tuple[int, int], session: Session | None, trouble: str
) -> tuple[object, ...]:
    if session is None:
        return (name, *stamp, "", stamp[1] / 1e9, "", "", 0.0, 0, 0, 0, "", "", "", trouble)
    asked = turns(session)
    header = session.header
    try:
        started_at = datetime.fromisoformat(header.started).timestamp()
    except ValueError:
        started_at = stamp[1] / 1e9
    problems = sum(isinstance(event, Problem) for event in session.events)
    providers = {turn.answer.provider for turn in asked if turn.answer}
    values = (
        *(name, *stamp, header.started, started_at, title_of(session, asked), header.mode),
        *(session.duration, len(asked), problems, len(session.bad_lines), session.ended),
        *("\n".join(sorted(providers | set(header.providers))), header.linked, trouble),
    )
    return _all_sound(values)


def turn_values(turn: Turn, place: tuple[int, int]) -> tuple[object, ...]:
    question, answer = turn.question, turn.answer
    values = (
        *(turn.number, question.id, question.revision, question.text, question.kind),
        *(question.asked_at, question.emitted),
        turn.passages.emitted if turn.passages else None,
        *(turn.first_piece_at, turn.last_piece_at, turn.ended),
        *(answer.provider if answer else "", (answer.model if answer else "") or ""),
        "\n".join(dict.fromkeys(p.note for p in turn.passages.passages) if turn.passages else ()),
        None if turn.verdict is None else int(turn.verdict.good),
        *place,
    )
    return _all_sound(values)


def headings(turn: Turn) -> list[str]:
    return [f"{p.note} {p.heading}" for p in turn.passages.passages] if turn.passages else []


def sound(text: str) -> str:
    """The text as the database takes it: no half characters, no marks of a snippet."""
    text = text.encode("utf-8", "replace").decode()
    return text.replace("\x02", "").replace("\x03", "").replace("\x00", "")


def _list(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("\n")))


def _all_sound(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(sound(value) if isinstance(value, str) else value for value in values)

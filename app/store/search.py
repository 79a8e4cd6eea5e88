"""Find what was asked, answered or said in all sessions; any text is a fair search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from app.store.index import Index

Kind = Literal["question", "answer", "said", "note"]
START, END = "\x02", "\x03"
"""Stand around what was found in a snippet; no text has them, so no text can forge them."""
MOST_TERMS = 16
MOST_RANKED = 2_000
"""Of a word that stands everywhere, only the places read last are ranked: ranking takes time."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; None and empty mean no limit."""

    since: date | None = None
    until: date | None = None
    """The last day that still counts."""
    mode: str = ""
    provider: str = ""
    note: str = ""
    """Part of the path of a note whose passages were shown."""
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand."""

    session: str
    """File name."""
    title: str
    started: str
    kind: Kind
    turn: int | None
    """None for something said outside a turn."""
    at: float
    """Session seconds."""
    snippet: str
    """The words around, with `START` and `END` about what was found."""


def search(
    index: Index, text: str, filters: Filters | None = None, *, limit: int = 50
) -> list[Hit]:
    """The best places first; nothing for a text without a letter or digit.

    Every word must occur; the last may be the beginning of one, for searching as one types.
    Without filters, only the latest `MOST_RANKED` places are compared.
    """
    query = match_query(text)
    if not query:
        return []
    if filters is None or filters == Filters():
        conditions, values = " AND words.rowid >= ?", [_first_ranked(index, query)]
    else:
        conditions, values = _conditions(filters)
    rows = index.db.execute(
        "SELECT s.name, s.title, s.started, e.kind, e.turn, e.at,"
        " snippet(words, 0, ?, ?, '…', 16)"
        " FROM words JOIN entries e ON e.id = words.rowid JOIN sessions s ON s.id = e.session"
        # A question said aloud is found as a question, not once more as talk.
        " WHERE words MATCH ? AND NOT (e.kind = 'said' AND e.turn IS NOT NULL)"
        f"{conditions} ORDER BY words.rank LIMIT ?",
        (START, END, query, *values, limit),
    )
    return [Hit(*row) for row in rows]


def matching(index: Index, filters: Filters) -> set[str]:
    """The names of the sessions that the filters leave; ``kinds`` plays no part."""
    parts, values = _session_conditions(filters)
    if filters.note:
        parts.append("EXISTS (SELECT 1 FROM turns t WHERE t.session = s.id AND instr(t.notes, ?))")
        values.append(filters.note)
    where = "".join(f" AND {part}" for part in parts)
    rows = index.db.execute(f"SELECT s.name FROM sessions s WHERE 1{where}", values)
    return {str(name) for (name,) in rows}


def _first_ranked(index: Index, query: str) -> object:
    """The row from which on places are ranked."""
    latest = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
    row = index.db.execute(f"SELECT min(rowid) FROM ({latest})", (query, MOST_RANKED)).fetchone()
    return row[0] or 0


def match_query(text: str) -> str:
    """The FTS5 query for what a person typed: quoted words only, none of its syntax."""
    terms = re.findall(r"\w+", text)[:MOST_TERMS]
    quoted = [f'"{term}"' for term in terms]
    if quoted and re.search(r"\w\Z", text):
        quoted[-1] += "*"
    return " ".join(quoted)


def _conditions(filters: Filters) -> tuple[str, list[object]]:
    """What places are limited to."""
    parts, values = _session_conditions(filters)
    if filters.note:
        parts.append(
            "EXISTS (SELECT 1 FROM turns t WHERE t.session = e.session AND t.number = e.turn"
            " AND instr(t.notes, ?))"
        )
        values.append(filters.note)
    if filters.kinds:
        parts.append(f"e.kind IN ({', '.join('?' * len(filters.kinds))})")
        values.extend(filters.kinds)
    return "".join(f" AND {part}" for part in parts), values


def _session_conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """What whole sessions are limited to."""
    parts: list[str] = []
    values: list[object] = []
    if filters.since:
        parts.append("s.started_at >= ?")
        values.append(datetime.combine(filters.since, time.min).timestamp())
    if filters.until:
        parts.append("s.started_at <= ?")
        values.append(datetime.combine(filters.until, time.max).timestamp())
    if filters.mode:
        parts.append("s.mode = ?")
        values.append(filters.mode)
    if filters.provider:
        parts.append(
            "char(10) || s.providers || char(10) LIKE '%' || char(10) || ? || char(10) || '%'"
        )
        values.append(filters.provider)
    return parts, values

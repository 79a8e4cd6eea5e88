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
    parts: list[str] = []
    values: list[object] = []

    def limit(condition: str, *found: object) -> None:
        parts.append(condition)
        values.extend(found)

    if filters.since:
        limit("s.started_at >= ?", datetime.combine(filters.since, time.min).timestamp())
    if filters.until:
        limit("s.started_at <= ?", datetime.combine(filters.until, time.max).timestamp())
    if filters.mode:
        limit("s.mode = ?", filters.mode)
    if filters.provider:
        limit(
            "char(10) || s.providers || char(10) LIKE '%' || char(10) || ? || char(10) || '%'",
            filters.provider,
        )
    if filters.note:
        limit(
            "EXISTS (SELECT 1 FROM turns t WHERE t.session = e.session AND t.number = e.turn"
            " AND instr(t.notes, ?))",
            filters.note,
        )
    if filters.kinds:
        limit(f"e.kind IN ({', '.join('?' * len(filters.kinds))})", *filters.kinds)
    return "".join(f" AND {part}" for part in parts), values

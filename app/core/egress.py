"""The egress ledger: what left this machine in a session, to whom, how much and when."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from app.core.events import Egress, Event
from app.core.provider import on_this_machine


@dataclass(frozen=True, slots=True)
class Sent:
    """All that went to one host through one provider."""

    provider: str
    host: str
    local: bool
    """The host is this machine itself."""
    content: tuple[str, ...]
    """Kinds of content, sorted: any of ``audio``, ``image``, ``passages``, ``talk``."""
    requests: int
    bytes: int
    first: float
    """Session seconds of the first and the last request."""
    last: float


def ledger(events: Iterable[Event]) -> list[Sent]:
    """One line per provider and host, in the order they were first used."""
    lines: dict[tuple[str, str], list[Egress]] = {}
    for event in events:
        if isinstance(event, Egress):
            lines.setdefault((event.provider, event.host), []).append(event)
    return [
        Sent(
            provider,
            host,
            on_this_machine(f"http://{host}"),
            tuple(sorted({kind for one in sent for kind in one.content})),
            len(sent),
            sum(one.bytes for one in sent),
            sent[0].at,
            sent[-1].at,
        )
        for (provider, host), sent in lines.items()
    ]


def as_csv(lines: Iterable[Sent]) -> str:
    """The ledger as a table for a spreadsheet."""
    out = io.StringIO()
    names = ("provider", "host", "local", "content", "requests", "bytes", "first", "last")
    table = csv.DictWriter(out, names, lineterminator="\n")
    table.writeheader()
    for line in lines:
        row = asdict(line) | {"content": " ".join(line.content)}
        table.writerow({name: _inert(row[name]) for name in names})
    return out.getvalue()


def as_json(lines: Iterable[Sent]) -> str:
    """The ledger as a JSON list."""
    return json.dumps([asdict(line) for line in lines], indent=2)


def _inert(value: object) -> object:
    """A text that a spreadsheet will not take for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return "'" + value
    return value

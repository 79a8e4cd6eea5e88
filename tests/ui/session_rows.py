"""Rows of sessions as the index has them."""

from __future__ import annotations

from app.store.rows import SessionRow


def row(name: str = "a.gpcast", **changes: object) -> SessionRow:
    """A session of twelve minutes, with what is different about it."""
    values: dict[str, object] = {
        "name": name, "started": "2026-11-20T14:30:05.120+01:00", "title": "Acme",
        "mode": "meeting",
        "duration": 723.0, "turns": 8, "problems": 2, "bad_lines": 0, "ended": "closed",
        "providers": ("local",), "linked": "", "trouble": "",
    }  # fmt: skip
    return SessionRow(**{**values, **changes})

"""Rows of turns as the index of sessions has them."""

from __future__ import annotations

from app.store.rows import TurnRow


def turn_row(number: int, first: float | None = 0.5) -> TurnRow:
    """A turn every ten seconds; ``first`` is when its first word came, if one did."""
    at = number * 10.0
    return TurnRow(
        number, f"q{number}", 0, "Why?", "technical", at, at + 0.2, at + 0.25,
        None if first is None else at + first, None if first is None else at + first + 1,
        "complete", "local", "m", (), None, (0, 0),
    )  # fmt: skip

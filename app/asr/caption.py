"""Joining pieces of text that were recognised one after the other in the same breath."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPACES = re.compile(r"\s+")
_RUN_TOGETHER = re.compile(r"(?<=[a-z][.?!])(?=[A-Z])")
_DIGITS = "oh|zero|one|two|three|four|five|six|seven|eight|nine"
_STUCK = re.compile(rf"\b(?!(?:{_DIGITS})\b)([^\W\d_]+)(?:\W+\1\b){{4,}}", re.IGNORECASE)
"""A word five times and more, which is no digit: the recogniser got stuck, not the speaker."""
_LEADING_MARKS = " ,.;:"


def tidy(text: str) -> str:
    """A recogniser's text with single spaces, also between its sentences, and no word stuck in."""
    text = _SPACES.sub(" ", _RUN_TOGETHER.sub(" ", text)).strip()
    return _STUCK.sub(r"\1", text)


def join_pieces(pieces: Sequence[str]) -> str:
    """One text from consecutive pieces of an utterance.

    A recogniser ends each piece like a sentence. Where the next piece goes on in small
    letters the full stop between them was not spoken, so it goes.
    """
    joined = ""
    for piece in pieces:
        piece = tidy(piece)
        if joined:
            piece = piece.lstrip(_LEADING_MARKS)
        if not piece:
            continue
        if joined and piece[0].islower():
            joined = joined.rstrip(".")
        joined = f"{joined} {piece}" if joined else piece
    return joined

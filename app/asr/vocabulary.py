"""The names and terms of the notes, as the recognisers see them; they may change at any time."""

from __future__ import annotations

from collections.abc import Sequence

MOST_HINTED = 100
"""Terms given to an engine as hints; more dilute each other."""


class Vocabulary:
    """Terms a general recogniser does not know, the most frequent first."""

    def __init__(self, terms: Sequence[str] = ()) -> None:
        self._terms = tuple(terms)

    @property
    def terms(self) -> tuple[str, ...]:
        return self._terms

    @property
    def hints(self) -> tuple[str, ...]:
        """The terms worth giving to an engine."""
        return self._terms[:MOST_HINTED]

    def update(self, terms: Sequence[str]) -> None:
        """Take the terms of changed notes; used from the next utterance on."""
        self._terms = tuple(terms)

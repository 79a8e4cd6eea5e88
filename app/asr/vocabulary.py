"""The names and terms of the notes, as the recognisers see them; they may change at any time."""

from __future__ import annotations

from collections.abc import Callable

MOST_HINTED = 100
"""Terms given to an engine as hints; more dilute each other."""


class Vocabulary:
    """Terms a general recogniser does not know, the most frequent first.

    ``source`` tells those of the moment; it is asked again for every utterance.
    """

    def __init__(self, source: Callable[[], tuple[str, ...]] = tuple) -> None:
        self._source = source

    @property
    def terms(self) -> tuple[str, ...]:
        return self._source()

    @property
    def hints(self) -> tuple[str, ...]:
        """The terms worth giving to an engine."""
        return self.terms[:MOST_HINTED]

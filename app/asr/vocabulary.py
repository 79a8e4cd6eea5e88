"""The names and terms of the notes, as the recognisers see them; they may change at any time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

MOST_HINTED = 100
"""Terms given to an engine as hints; more dilute each other."""


class Vocabulary:
    """Terms a general recogniser does not know, the most frequent first.

    ``source`` tells those of the moment; it is asked again for every utterance. ``may_leave``
    says of a term whether the engine may be told of it.
    """

    def __init__(
        self,
        source: Callable[[], tuple[str, ...]] = tuple,
        may_leave: Callable[[str], bool] = lambda term: True,
    ) -> None:
        self._source = source
        self._may_leave = may_leave

    @property
    def terms(self) -> tuple[str, ...]:
        return self._source()

    @property
    def hints(self) -> tuple[str, ...]:
        """The terms worth giving to an engine."""
        return tuple(islice(filter(self._may_leave, self.terms), MOST_HINTED))

    def kinds_sent(self) -> tuple[str, ...]:
        """What an engine elsewhere is sent with these hints, as in `core.events.Egress`."""
        return ("audio", "names") if self.hints else ("audio",)

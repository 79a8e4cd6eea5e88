"""Says when a live recogniser falls behind the talk, and when it has caught up."""

from __future__ import annotations

from app.core.events import Channel, Info

BEHIND_S = 2.0
"""Sound waiting from which on it is told."""
AGAIN_S = 2.0
"""It is told again when so much more waits."""
CAUGHT_UP_S = 0.5


class LagNews:
    """Follows how much sound of one channel waits; seconds throughout."""

    def __init__(self, channel: Channel, caught_up_s: float = CAUGHT_UP_S) -> None:
        """``caught_up_s`` is a lag that is no lag."""
        self._caught_up_s = caught_up_s
        self._who = "the other side" if channel == "them" else "you"
        self._told = 0.0

    def look(self, lag_s: float, at: float) -> Info | None:
        """What to tell of this lag, if it is news."""
        if lag_s >= max(BEHIND_S, self._told + AGAIN_S):
            self._told = lag_s
            note = f"The recogniser is {lag_s:.0f} s behind {self._who}."
            return Info("lag", note=note, at=at)
        if self._told and lag_s <= self._caught_up_s:
            self._told = 0.0
            return Info("lag", note="The recogniser has caught up.", at=at)
        return None

"""Decides from voices and silence when listening should begin by itself, and when it should rest.

Pure: it knows no clock and no device. Times and lengths are seconds.
"""

from __future__ import annotations

from app.core.events import Channel

SILENCE_COUNTS = 0.5
"""How much of a silence is taken off the speech before it: pauses between words cost little,
and a ringing tone or a lone word is forgotten."""


class Arrival:
    """Adds up speech until it is clear that a conversation has begun."""

    def __init__(self) -> None:
        self.heard = 0.0
        """Speech so far, less the silence since."""

    def hear(self, voice: bool, length: float, enough: float) -> bool:
        """Take the next piece of sound; True once, when ``enough`` speech has come together."""
        self.heard += length if voice else -length * SILENCE_COUNTS
        self.heard = max(0.0, self.heard)
        if self.heard < enough:
            return False
        self.heard = 0.0
        return True


class Absence:
    """Notices when nobody has spoken on either side for long."""

    def __init__(self) -> None:
        self._speaking: set[Channel] = set()
        self._since = 0.0

    def begin(self, now: float) -> None:
        """Listening begins, and with it the silence."""
        self._speaking.clear()
        self._since = now

    def hear(self, channel: Channel, speaking: bool, now: float) -> None:
        """A voice started or stopped on a channel."""
        (self._speaking.add if speaking else self._speaking.discard)(channel)
        self._since = now

    def lasts(self, now: float) -> float:
        """How long both sides have been silent; 0 while somebody speaks."""
        return 0.0 if self._speaking else max(0.0, now - self._since)

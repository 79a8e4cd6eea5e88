"""The speech in progress: what is held of it, and when a long turn is decoded in pieces."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from app.asr.vad import FRAME_S
from app.core.events import Channel


@dataclass(frozen=True, slots=True)
class Cuts:
    """When a long turn is decoded piece by piece: (seconds held, pause in frames) pairs."""

    pauses: tuple[tuple[float, int], ...] = ((4.0, 8), (6.0, 5), (8.0, 3))
    forced_s: float = 10.0
    """Held sound that is cut even without a pause, at its quietest late frame."""
    longest_s: float = 30.0
    """A turn that is reported as final at its next cut, so that texts stay readable."""

    def allow(self, held_s: float, pause: int) -> bool:
        """Whether a turn with so much held sound is cut at a pause of so many frames."""
        return any(held_s >= enough and pause >= frames for enough, frames in self.pauses)


def utterance_id(channel: Channel, started: float) -> str:
    """A name that no other utterance of the session has, whatever engine hears it.

    It is the channel and the hundredth of a second at which the utterance started.
    """
    return f"{channel}-{round(started * 100)}"


def ends_like_question(text: str) -> bool:
    """Whether the recogniser itself closed the text as a question."""
    return text.rstrip().endswith("?")


@dataclass(slots=True)
class Utterance:
    """What is known of the speech in progress."""

    id: str
    started: float
    ended: float
    pieces: list[str] = field(default_factory=list)
    held: list[tuple[bytes, float]] = field(default_factory=list)
    """Frames not yet decoded for good, each with its voice likelihood."""
    decoding: asyncio.Future[str] | None = None
    shown: str = ""
    partial_due: float = 0.0
    over: bool = False
    """Its end was found: a partial of it is old news."""

    @property
    def held_s(self) -> float:
        return len(self.held) * FRAME_S

    def sound(self) -> bytes:
        return b"".join(frame for frame, _ in self.held)

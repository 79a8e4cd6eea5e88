"""The contract of a recogniser: sound in, transcripts out, nothing blocks the caller."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from app.core.events import AudioChunk, Channel, Egress, Info, Problem, Speech, Transcript

RATE = 16_000
"""Samples per second of all sound in this room, mono s16."""
BYTES_PER_S = RATE * 2

Heard = Speech | Transcript | Egress | Info | Problem
Progress = Callable[[str, float], None]
"""Called with what is being done and how much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do, so that callers need not know its name."""

    offline: bool
    partials: bool
    punctuation: bool
    needs_download: bool
    languages: tuple[str, ...]
    """IETF tags; empty means any."""


class AsrSession(Protocol):
    """One channel being recognised."""

    @property
    def lag_s(self) -> float:
        """Seconds of sound fed and not yet worked through; a fast feeder waits on it."""

    def feed(self, chunk: AudioChunk) -> None:
        """Hand over sound; thread-safe, never blocks."""

    def events(self) -> AsyncIterator[Heard]:
        """What was heard, until the session is closed."""

    async def flush(self) -> None:
        """Wait until everything fed so far has been recognised and reported as final."""

    async def aclose(self) -> None:
        """Give up what is unfinished and release the worker; ``events`` then ends."""


class AsrEngine(Protocol):
    """A recogniser that may serve several channels at once."""

    capabilities: Capabilities

    async def prepare(self, progress: Progress | None = None) -> None:
        """Load models; raises `GhostPilotError` (exit 3 when something must be fetched)."""

    def open(self, channel: Channel) -> AsrSession:
        """Start recognising a channel; `prepare` must have returned."""

    async def aclose(self) -> None:
        """Release the models."""

"""The contract of a sound source: it fills an inbox with 16 kHz mono chunks and its health."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from app.core.events import AudioChunk, Channel, Health
from app.core.inbox import Inbox

RATE = 16_000
"""Samples per second after conversion."""
SAMPLE_BYTES = 2

Sound = AudioChunk | Health


class AudioBackend(Protocol):
    """Captures one or both channels until stopped.

    ``start`` opens the devices (or raises `GhostPilotError`) and returns at once; chunks and
    health then arrive in the inbox. A source that comes to its end says ``Health.state ==
    "ended"`` once for each channel. ``stop`` really closes the devices; a later ``start``
    opens them again.
    """

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None: ...

    async def stop(self) -> None: ...

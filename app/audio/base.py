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

    ``start`` opens the devices and returns; chunks and health then arrive in the inbox, which
    should hold 200 ms or more: 20 chunks, better some hundreds. A channel that cannot be heard
    is reported and tried again every few seconds, also when that is so for all of them;
    `GhostPilotError` is raised where only an installation can help. A source that
    comes to its end says ``ended`` once for each channel. ``stop`` really closes the devices;
    a later ``start`` opens them again.

    What `Health.state` says of a channel:

    ``ok``, ``silent``: about five times a second, with the loudest level since the last one;
    ``silent`` once nothing was heard for the time set.
    ``no_frames``, ``lost``: the device sends nothing; there is none. Told once for each reason;
    one that lasts has a next step for the user.
    ``recovered``: after either of these sound arrives again.
    ``changed``: another device is used from now on; the note names it.
    ``dropped``: sound went missing; the note counts it.
    ``closed``, ``ended``: nothing more comes until the next ``start``.
    """

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None: ...

    async def stop(self) -> None: ...

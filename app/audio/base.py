"""The contract of a sound source: it fills an inbox with 16 kHz mono chunks and its health."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from app.core.events import AudioChunk, Channel, Health, Problem
from app.core.inbox import Inbox

RATE = 16_000
"""Samples per second after conversion."""
SAMPLE_BYTES = 2

Sound = AudioChunk | Health


class AudioBackend(Protocol):
    """Captures one or both channels until stopped.

    ``start`` opens the devices and returns; chunks and health then arrive in the inbox, which
    should hold 200 ms or more: 20 chunks, better some hundreds. It raises `GhostPilotError`
    when no channel can be heard; one that cannot is reported and tried again. A source that
    comes to its end says ``ended`` once for each channel. ``stop`` really closes the devices;
    a later ``start`` opens them again.

    What `Health.state` says of a channel:

    ``ok``, ``silent``: about five times a second, with the loudest level since the last one;
    ``silent`` once nothing was heard for the time set.
    ``no_frames``, ``lost``: the device sends nothing; there is none. Told once for each reason.
    ``recovered``: after either of these sound arrives again.
    ``changed``: another device is used from now on; the note names it.
    ``dropped``: sound went missing; the note counts it.
    ``closed``, ``ended``: nothing more comes until the next ``start``.
    """

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None: ...

    async def stop(self) -> None: ...


def problem_of(health: Health) -> Problem | None:
    """What to show when a channel cannot be heard; None when it can.

    ``Problem.where`` is ``audio.them`` or ``audio.me``; the problem is over when that channel
    says ``ok`` or ``recovered``. Silence is no problem: the other side may just be listening.
    """
    if health.state not in ("lost", "no_frames"):
        return None
    who = "The other side" if health.channel == "them" else "Your microphone"
    return Problem(
        f"audio.{health.channel}",
        f"{who} cannot be heard",
        health.note,
        "The rest goes on, and it is tried again all the time.",
        sticky=True,
        at=health.at,
    )

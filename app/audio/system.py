"""What a sound system must offer so that live capture can be kept going on top of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from app.audio.line import Line
from app.core.errors import GhostPilotError, describe
from app.core.events import Channel, Device

log = logging.getLogger(__name__)

LOADING = threading.Lock()
"""Held while a sound library is imported: where that fails, Python hands the half of a module to
another thread that imports it just then."""


@contextmanager
def one_failure_shape() -> Iterator[None]:
    """A sound library that fails in a way nobody foresaw costs a device, not the session."""
    try:
        yield
    except GhostPilotError:
        raise
    except Exception as error:  # as said above
        log.warning("the sound system failed", exc_info=True)
        raise GhostPilotError("The sound system failed", describe(error)) from error


class Stream(Protocol):
    """One open device that feeds a line from a thread of its own."""

    def ended(self) -> str:
        """Why no more sound will come; empty while the stream is well."""

    def close(self) -> None:
        """Close the device and end the thread; never raises."""


class SoundSystem(Protocol):
    """Finds and opens devices. All calls come from one thread and may block for a moment.

    Expected failures are `GhostPilotError`, whatever the library beneath raises.
    """

    fresh: bool
    """Whether `devices` always shows the present; else `rescan` brings it up to date."""

    silence_hint: str
    """What to check when a device sends nothing but silence."""

    def devices(self) -> list[Device]:
        """What can be listened to, for both channels."""

    def missing(self, channel: Channel) -> GhostPilotError:
        """What to tell the user when there is nothing to listen to for a channel."""

    def open(self, device: Device, line: Line) -> Stream:
        """Start capturing; the line is told the shape (`Line.begin`) and then fed."""

    def stale(self) -> bool:
        """Whether devices are known to have come, gone or changed since the last scan."""

    def rescan(self) -> None:
        """Look for devices anew; every stream has been closed before."""

    def close(self) -> None:
        """Let go of the sound system; every stream has been closed before."""

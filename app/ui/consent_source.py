"""What a user must know before others are listened to; gathered off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody the settings send something to."""

    name: str
    """Of the provider or recogniser, as the user knows it."""
    host: str
    content: tuple[str, ...]
    """Kinds of content as in `core.events.Egress`."""
    local: bool
    """The host is this machine itself: nothing leaves it."""
    agreed: bool
    """The user has allowed this host before; else there is a question before the first time."""


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier sessions sent to one host."""

    host: str
    content: tuple[str, ...]
    bytes: int
    sessions: int


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What is recorded, where, and what leaves the machine to whom."""

    folder: str
    """Of the recordings, as this system writes paths."""
    recorded: bool
    """Words are recorded."""
    sound_kept: bool
    sealed: bool
    """Recordings are encrypted."""
    keep_days: int
    """Days after which a recording is deleted; 0 is never."""
    recipients: tuple[Recipient, ...] = ()
    """In the order they are asked."""
    past: tuple[Past, ...] = ()
    """Hosts other than this machine, those that got most first."""


class ConsentSource(Protocol):
    """Gathers the facts of the moment."""

    async def facts(self) -> ConsentFacts:
        """From the settings and the ledgers of the latest sessions; never raises."""

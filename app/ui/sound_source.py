"""What the windows ask of the devices: which there are, and how loud one is right now."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.core.events import Channel, Device

QUIETEST = -96.0
"""What a level counts as when there is no sound at all, in dB of full scale."""


@dataclass(frozen=True, slots=True)
class Level:
    """What a channel hears at a moment."""

    device: str
    """Name of the device that is heard; empty while there is none. The chosen one may have come
    back under a name with another number."""
    decibels: float | None
    """Loudest block since the last one, in dB of full scale, `QUIETEST` to 0; None: nothing
    can be heard."""
    stand_in: bool = False
    """It is heard because the chosen one is not there."""
    note: str = ""
    """Why nothing can be heard, and what to do."""


class Sounds(Protocol):
    """The sound devices of this machine."""

    async def devices(self) -> list[Device]:
        """What each channel can listen to, with the defaults marked; opens none of them.

        Raises `GhostPilotError` when the sound system does not answer.
        """

    def levels(self, channel: Channel, device: str) -> AsyncGenerator[Level, None]:
        """How loud a device is, about five times a second, for as long as it is iterated.

        ``device`` is a name as the settings have it, empty for the default. While it is not
        there another stands in, as in a session, and `Level.device` names that one; it
        returns by itself when it is back. Both show within two seconds. When nothing is left
        to hear, that is told once.

        The device is open until the generator is closed: iterate it inside
        `contextlib.aclosing`. Raises `GhostPilotError` when something must be installed first.
        """

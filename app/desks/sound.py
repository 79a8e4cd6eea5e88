"""The sound devices for the windows: lists them, and meters one for as long as it is watched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from math import log10
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device, Health
from app.core.inbox import Inbox
from app.core.settings import replace_values
from app.parts import Plan
from app.ui.sound_source import QUIETEST, Level

if TYPE_CHECKING:
    from app.audio.base import Sound
    from app.audio.live import LiveBackend

AGAIN_S = 1.0
"""Between attempts to hear anything at all."""
MISSING = 3
"""The exit code of an error that only an installation mends."""


class SoundDesk:
    """Implements `ui.sound_source.Sounds` over the audio room; `aclose` closes every device.

    A meter opens its device beside a session that may have it open too: systems share
    inputs. It uses the same capture as a session, and so shows what a session would hear.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._open: dict[LiveBackend, Inbox[Sound]] = {}

    async def aclose(self) -> None:
        """End every meter and close its device."""
        for inbox in self._open.values():
            inbox.close()
        await asyncio.gather(*(backend.stop() for backend in self._open))

    async def devices(self) -> list[Device]:
        from app.audio import list_devices

        return await list_devices(self._plan.settings.audio)

    async def levels(self, channel: Channel, device: str) -> AsyncGenerator[Level, None]:
        audio = self._plan.settings.audio
        if audio.backend == "file":
            yield Level("", None, note=f"Sound comes from the recording {audio.file}.")
            return
        from app.audio import open_live

        wanted = replace_values(self._plan.settings, {f"audio.{channel}_device": device})
        backend = open_live(wanted.audio, Clock())
        inbox: Inbox[Sound] = Inbox(256)
        self._open[backend] = inbox
        try:
            async with aclosing(_levels(backend, inbox, channel, device)) as levels:
                async for level in levels:
                    yield level
        finally:
            try:
                await backend.stop()
            finally:
                del self._open[backend]


async def _levels(
    backend: LiveBackend, inbox: Inbox[Sound], channel: Channel, device: str
) -> AsyncGenerator[Level, None]:
    from app.audio.devices import is_wanted

    told = ""
    while True:
        try:
            await backend.start((channel,), inbox)
            break
        except GhostPilotError as error:
            if error.exit_code == MISSING:
                raise
            if str(error) != told:
                told = str(error)
                yield Level("", None, note=told)
            await asyncio.sleep(AGAIN_S)
    gone = bool(told)
    while (sound := await inbox.get()) is not None:
        if not isinstance(sound, Health):
            continue
        if sound.state in ("lost", "no_frames"):
            if not gone:
                yield Level("", None, note=sound.note)
            gone = True
        elif sound.state in ("ok", "silent"):
            heard = backend.device(channel)
            if heard is not None:
                gone = False
                stand_in = not is_wanted(heard, device)
                yield Level(heard.name, decibels(sound.level), stand_in)


def decibels(level: float) -> float:
    """An RMS of 0 to 1 in dB of full scale, no lower than `QUIETEST`."""
    return max(QUIETEST, 20 * log10(max(level, 1e-9)))

"""Listens to the devices of this machine for as long as it is started, whatever happens to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from app.audio.base import Sound
from app.audio.connections import Connections
from app.audio.system import SoundSystem
from app.audio.worker import Worker
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn

ROUND_S = 0.1
HUNG_S = 1.5
"""A sound system that has not answered for so long is reported."""


ANSWER_S = 8.0
"""Opening a wireless headset may take seconds; after these a sound system counts as hung."""
CLOSE_S = 3.0

T = TypeVar("T")


async def answer(worker: Worker, call: Callable[[], T]) -> T:
    """What a call to the sound system returns, or a `GhostPilotError` if it hangs."""
    asked = asyncio.get_running_loop().run_in_executor(worker, call)
    done, _ = await asyncio.wait([asked], timeout=ANSWER_S)
    if not done:
        raise GhostPilotError(
            "The sound system does not answer",
            f"it has been asked {ANSWER_S:g} s ago",
            "Restart the sound server or the computer.",
        )
    return asked.result()


class LiveBackend:
    """Live capture on top of a `SoundSystem`, which is made and used on one worker thread."""

    def __init__(
        self,
        make: Callable[[], SoundSystem],
        wanted: Mapping[Channel, str],
        clock: Clock,
        *,
        silent_after: float = 30.0,
    ) -> None:
        self._make = make
        self._wanted = wanted
        self._clock = clock
        self._silent_after = silent_after
        self._worker: Worker | None = None
        self._connections: Connections | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        await self.stop()
        self._worker = Worker("audio devices")
        self._connections = connections = Connections(
            self._make, self._wanted, self._clock, inbox, silent_after=self._silent_after
        )
        try:
            await answer(self._worker, lambda: connections.open(tuple(channels)))
        except BaseException:
            await self.stop()
            raise
        tend = self._tend(self._worker, self._connections)
        self._task = spawn(tend, name="tend audio devices")

    def device(self, channel: Channel) -> Device | None:
        """The device that a channel has open now."""
        return self._connections.device(channel) if self._connections else None

    async def stop(self) -> None:
        await cancel(self._task)
        worker, connections = self._worker, self._connections
        self._task = self._worker = self._connections = None
        if worker and connections:
            connections.mute()
            closing = asyncio.get_running_loop().run_in_executor(worker, connections.close)
            worker.shutdown(wait=False)  # ends after what was asked of it
            await asyncio.wait([closing], timeout=CLOSE_S)

    async def _tend(self, worker: Worker, connections: Connections) -> None:
        loop = asyncio.get_running_loop()
        while True:
            tending = loop.run_in_executor(worker, connections.tend)
            done, _ = await asyncio.wait([tending], timeout=HUNG_S)
            if not done:
                connections.report_hung()
            await tending
            await asyncio.sleep(ROUND_S)

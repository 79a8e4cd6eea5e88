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
from app.core.tasks import spawn

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
    try:
        done, _ = await asyncio.wait([asked], timeout=ANSWER_S)
    except asyncio.CancelledError:
        asked.cancel()  # an answer that comes after the loop has ended is nobody's
        raise
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
        self._closing: list[asyncio.Future[None]] = []
        """What the last `stop` waits for; another one at the same time waits for it too."""

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        await self.stop()
        self._worker = worker = Worker("audio devices")
        self._connections = connections = Connections(
            self._make, self._wanted, self._clock, inbox, silent_after=self._silent_after
        )
        try:
            await answer(worker, lambda: connections.open(tuple(channels)))
        except BaseException:  # a cancelled start, too, leaves no device open
            await self.stop()
            raise
        if self._worker is worker:  # else it was stopped meanwhile
            self._task = spawn(self._tend(worker, connections), name="tend audio devices")

    def device(self, channel: Channel) -> Device | None:
        """The device that a channel has open now."""
        return self._connections.device(channel) if self._connections else None

    async def stop(self) -> None:
        """Close the devices; they close even if the caller is cancelled while it waits for it."""
        worker, connections, task = self._worker, self._connections, self._task
        self._task = self._worker = self._connections = None
        if worker and connections:
            connections.mute()
            if task:
                task.cancel()
            closing = asyncio.get_running_loop().run_in_executor(worker, connections.close)
            worker.shutdown(wait=False)  # ends after what was asked of it
            self._closing = [closing, task] if task else [closing]
        if self._closing:
            await asyncio.wait(self._closing, timeout=CLOSE_S)

    async def _tend(self, worker: Worker, connections: Connections) -> None:
        loop = asyncio.get_running_loop()
        while True:
            tending = loop.run_in_executor(worker, connections.tend)
            done, _ = await asyncio.wait([tending], timeout=HUNG_S)
            if not done:
                connections.report_hung()
            await tending
            await asyncio.sleep(ROUND_S)

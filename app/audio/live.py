"""Listens to the devices of this machine for as long as it is started, whatever happens to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

from app.audio.base import Sound
from app.audio.connections import Connections
from app.audio.system import SoundSystem
from app.core.clock import Clock
from app.core.events import Channel
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn

ROUND_S = 0.1
HUNG_S = 1.5
"""A sound system that has not answered for so long is reported."""


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
        self._worker: ThreadPoolExecutor | None = None
        self._connections: Connections | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        await self.stop()
        self._worker = ThreadPoolExecutor(1, "audio devices")
        self._connections = Connections(
            self._make, self._wanted, self._clock, inbox, silent_after=self._silent_after
        )
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._worker, self._connections.open, tuple(channels))
        except BaseException:
            await self.stop()
            raise
        tend = self._tend(self._worker, self._connections)
        self._task = spawn(tend, name="tend audio devices")

    async def stop(self) -> None:
        await cancel(self._task)
        worker, connections = self._worker, self._connections
        self._task = self._worker = self._connections = None
        if worker and connections:
            loop = asyncio.get_running_loop()
            await asyncio.wait([loop.run_in_executor(worker, connections.close)], timeout=3.0)
            worker.shutdown(wait=False)

    async def _tend(self, worker: ThreadPoolExecutor, connections: Connections) -> None:
        loop = asyncio.get_running_loop()
        while True:
            tending = loop.run_in_executor(worker, connections.tend)
            done, _ = await asyncio.wait([tending], timeout=HUNG_S)
            if not done:
                connections.report_hung()
            await tending
            await asyncio.sleep(ROUND_S)

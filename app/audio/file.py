"""Plays a recorded call as if it were heard now, or as fast as its reader can take it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.audio.base import RATE, SAMPLE_BYTES, Sound
from app.audio.line import loudness
from app.audio.recording import Recording
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel, Health
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn

CHUNK = RATE // 50
"""Samples in a chunk: 20 ms."""
LEVEL = RATE // 5
"""Samples between two reports of the level."""
TAIL_S = 1.0
"""Silence after the last sample, so that the last utterance ends as it would in a call."""


class FileBackend:
    """A recording as a sound source.

    In real time, chunk times follow the session clock from `start`, and a clock of rate N
    plays N times as fast; each chunk arrives when its last sample would have been heard, and
    the level is reported five times a second. Otherwise times are positions in the recording,
    and chunks come as fast as the inbox takes them. Nothing is dropped either way. `start`
    after `stop` goes on where it stopped. Sound that is missing from the file is reported as
    ``Health.state == "dropped"``.
    """

    def __init__(self, path: Path, clock: Clock, *, realtime: bool = True) -> None:
        self._path = path
        self._clock = clock
        self._realtime = realtime
        self._position = 0
        """Samples played so far."""
        self._task: asyncio.Task[None] | None = None

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        await self.stop()
        worker = ThreadPoolExecutor(1, "recording")
        try:
            loop = asyncio.get_running_loop()
            recording = await loop.run_in_executor(worker, Recording, self._path)
        except BaseException:  # a cancelled start, too, leaves no thread behind
            worker.shutdown(wait=False)
            raise
        play = self._play(recording, worker, tuple(channels), inbox)
        self._task = spawn(play, name="play recording")

    async def stop(self) -> None:
        await cancel(self._task)
        self._task = None

    async def _play(
        self,
        recording: Recording,
        worker: ThreadPoolExecutor,
        channels: tuple[Channel, ...],
        inbox: Inbox[Sound],
    ) -> None:
        begun = self._clock.now() - self._position / RATE if self._realtime else 0.0
        loop = asyncio.get_running_loop()
        reported = ""
        try:
            recording.seek(self._position / RATE)
            blocks = recording.blocks()
            while True:
                block = await loop.run_in_executor(worker, next, blocks, None)
                if recording.damage != reported:
                    reported = recording.damage
                    at = begun + self._position / RATE
                    await inbox.put(Health(channels[0], 0.0, "dropped", reported, at))
                if block is None:
                    break
                await self._send(block, channels, inbox, begun)
            tail = bytes(int(TAIL_S * RATE) * SAMPLE_BYTES)
            heard = set(channels).intersection(("them", "me")[: recording.channels])
            await self._send(dict.fromkeys(heard, tail), channels, inbox, begun)
            at = begun + self._position / RATE
            self._position = 0
            for channel in channels:
                await inbox.put(Health(channel, 0.0, "ended", self._path.name, at))
        finally:
            worker.shutdown(wait=True)
            recording.close()

    async def _send(
        self,
        block: dict[Channel, bytes],
        channels: tuple[Channel, ...],
        inbox: Inbox[Sound],
        begun: float,
    ) -> None:
        size = max(map(len, block.values()), default=0)
        for offset in range(0, size, CHUNK * SAMPLE_BYTES):
            at = begun + self._position / RATE
            pieces = {
                name: pcm[offset : offset + CHUNK * SAMPLE_BYTES] for name, pcm in block.items()
            }
            samples = max(map(len, pieces.values())) // SAMPLE_BYTES
            await self._until(at + samples / RATE)
            for name in channels:
                if name in pieces:
                    await inbox.put(AudioChunk(pieces[name], name, at))
                    if self._realtime:
                        await self._tell_level(pieces[name], name, at, inbox)
            self._position += samples

    async def _tell_level(
        self, pcm: bytes, channel: Channel, at: float, inbox: Inbox[Sound]
    ) -> None:
        """Report the level about as often as a live device does."""
        if self._position // LEVEL != (self._position + len(pcm) // SAMPLE_BYTES) // LEVEL:
            await inbox.put(Health(channel, loudness(pcm), "ok", at=at))

    async def _until(self, due: float) -> None:
        """Wait for a moment of the session clock; a moment that has passed is caught up with."""
        if not self._realtime:
            return
        ahead = due - self._clock.now()
        if ahead > 0:
            await asyncio.sleep(self._clock.real_ms(ahead) / 1000)

"""What every source of sound keeps to, whatever it listens to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.audio import open_audio
from app.audio.base import SAMPLE_BYTES, AudioBackend, Sound
from app.audio.file import FileBackend
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel
from app.core.inbox import Inbox
from app.core.sections import Audio
from tests.audio.conftest import SoundServer
from tests.audio.sounds import chirps, write_wav

Make = Callable[[Clock], AudioBackend]


@pytest.fixture(params=["file", "file at full speed", "live"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    if request.param == "live":
        server: SoundServer = request.getfixturevalue("sound_server")
        assert server
        return lambda clock: open_audio(Audio(backend="pulse"), clock)
    path = write_wav(tmp_path / "call.wav", np.stack([chirps(9.0), chirps(9.0)], 1))
    realtime = request.param == "file"
    return lambda clock: FileBackend(path, clock, realtime=realtime)


async def some_chunks(inbox: Inbox[Sound], count: int) -> list[AudioChunk]:
    chunks: list[AudioChunk] = []
    while len(chunks) < count:
        item = await inbox.get()
        assert item is not None
        if isinstance(item, AudioChunk):
            chunks.append(item)
    return chunks


async def test_chunks_are_whole_samples_and_time_runs_forward_on_each_channel(make: Make) -> None:
    inbox: Inbox[Sound] = Inbox(100)
    backend = make(Clock(rate=8))
    await backend.start(("them", "me"), inbox)
    chunks = await some_chunks(inbox, 60)
    await backend.stop()
    last: dict[Channel, float] = {}
    for chunk in chunks:
        assert chunk.pcm and len(chunk.pcm) % SAMPLE_BYTES == 0
        assert chunk.at > last.get(chunk.channel, -1.0)
        last[chunk.channel] = chunk.at
    assert set(last) == {"them", "me"}


async def test_nothing_arrives_after_stop_and_start_listens_again(make: Make) -> None:
    inbox: Inbox[Sound] = Inbox(100)
    backend = make(Clock(rate=8))
    for _ in range(2):
        await backend.start(("them",), inbox)
        await some_chunks(inbox, 5)
        await backend.stop()
        inbox.drain()
        assert not inbox.drain()


async def test_stop_may_be_called_at_any_time(make: Make) -> None:
    backend = make(Clock())
    await backend.stop()
    await backend.start(("me",), Inbox(10))
    await backend.stop()
    await backend.stop()

"""A recording plays at the clock's pace or the reader's, loses nothing and says when it ends."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from app.audio.base import RATE, Sound
from app.audio.file import TAIL_S, FileBackend
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Health
from app.core.inbox import Inbox
from tests.audio.sounds import chirps, hear_all, likeness, samples, sound_of, states_of, write_wav


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """Two seconds of a stereo call."""
    both = np.stack([chirps(2.0, seed=1), chirps(2.0, seed=2)], 1)
    return write_wav(tmp_path / "call.wav", both)


async def test_at_full_speed_all_of_both_channels_arrives_through_a_small_inbox(
    call: Path,
) -> None:
    heard = await hear_all(FileBackend(call, Clock(), realtime=False), size=3)
    for channel, seed in (("them", 1), ("me", 2)):
        sound = samples(sound_of(heard, channel))
        assert len(sound) == (2.0 + TAIL_S) * RATE
        assert likeness(sound, chirps(2.0, seed=seed)) > 0.9999
        assert not sound[2 * RATE :].any()
        assert states_of(heard, channel) == ["ended"]


async def test_times_are_positions_in_the_recording_at_full_speed(call: Path) -> None:
    heard = await hear_all(FileBackend(call, Clock(), realtime=False), ("them",))
    position = 0
    for chunk in heard:
        if isinstance(chunk, AudioChunk):
            assert chunk.at == pytest.approx(position / RATE)
            position += len(chunk.pcm) // 2


async def test_in_real_time_a_chunk_arrives_when_it_would_have_been_heard(call: Path) -> None:
    clock = Clock(rate=4.0)
    begun = clock.now()
    started = time.perf_counter()
    inbox: Inbox[Sound] = Inbox(500)
    backend = FileBackend(call, clock)
    await backend.start(("them",), inbox)
    early, times, levels = [], [], []
    while not (isinstance(item := await inbox.get(), Health) and item.state == "ended"):
        if isinstance(item, AudioChunk):
            early.append(item.at + len(item.pcm) / 2 / RATE - clock.now())
            times.append(item.at)
        elif item:
            levels.append(item.level)
    await backend.stop()
    assert len(levels) == (2.0 + TAIL_S) * 5
    assert max(levels) > 0.02
    assert levels[-1] == 0.0
    assert max(early) <= 0.001
    assert begun <= times[0] <= begun + 1.0
    assert time.perf_counter() - started >= (2.0 + TAIL_S) / 4 * 0.99


async def test_only_the_channels_asked_for_are_sent(call: Path) -> None:
    heard = await hear_all(FileBackend(call, Clock(), realtime=False), ("me",))
    assert sound_of(heard, "them") == b""
    assert likeness(samples(sound_of(heard, "me")), chirps(2.0, seed=2)) > 0.9999


async def test_a_mono_file_ends_both_channels_and_sounds_on_them(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "mono.wav", chirps(0.5))
    heard = await hear_all(FileBackend(path, Clock(), realtime=False))
    assert sound_of(heard, "me") == b""
    assert len(sound_of(heard, "them")) == (0.5 + TAIL_S) * RATE * 2
    assert states_of(heard, "me") == states_of(heard, "them") == ["ended"]


async def test_a_pause_goes_on_where_it_stopped(call: Path) -> None:
    backend = FileBackend(call, Clock(), realtime=False)
    inbox: Inbox[Sound] = Inbox(10)
    await backend.start(("them",), inbox)
    first = [await inbox.get() for _ in range(30)]
    await backend.stop()
    first += inbox.drain()
    rest = await hear_all(backend, ("them",))
    sound = samples(sound_of([item for item in first if item], "them") + sound_of(rest, "them"))
    assert len(sound) == pytest.approx((2.0 + TAIL_S) * RATE, abs=RATE // 50)
    assert likeness(sound, chirps(2.0)) > 0.9


@pytest.fixture
def cut_call(call: Path) -> Path:
    """The first half of the call under a header that promises all of it."""
    call.write_bytes(call.read_bytes()[:64_044])
    return call


async def test_a_truncated_file_says_so_first_and_plays_on(cut_call: Path) -> None:
    heard = await hear_all(FileBackend(cut_call, Clock(), realtime=False))
    assert states_of(heard, "them") == ["dropped", "ended"]
    assert isinstance(heard[0], Health)
    assert "call.wav is cut short: 50%" in heard[0].note
    assert len(sound_of(heard, "me")) == (1.0 + TAIL_S) * RATE * 2


async def test_a_file_that_is_no_recording_fails_at_start(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("not sound")
    with pytest.raises(GhostPilotError, match=r"notes\.wav"):
        await FileBackend(path, Clock()).start(("them",), Inbox(5))

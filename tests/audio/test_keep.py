"""Kept sound lies at the session's times, survives a crash and plays again as a call."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio import keep
from app.audio.base import RATE
from app.audio.file import FileBackend
from app.audio.keep import KeptAudio
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel, Problem
from tests.audio.sounds import chirps, hear_all, likeness, samples, sound_of


def pcm(sound: np.ndarray) -> bytes:
    return (sound * 32767).astype("<i2").tobytes()


def feed(kept: KeptAudio, channel: Channel, sound: np.ndarray, at: float) -> None:
    """Hand over a sound in chunks of 20 ms."""
    for start in range(0, len(sound), 320):
        kept.put(AudioChunk(pcm(sound[start : start + 320]), channel, at + start / RATE))


def no_problem(problem: Problem) -> None:
    raise AssertionError(problem)


async def test_both_channels_lie_at_their_times(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    feed(kept, "them", chirps(1.0, seed=1), 0.5)
    feed(kept, "me", chirps(1.0, seed=2), 1.25)
    feed(kept, "them", chirps(0.5, seed=3), 7.0)
    await kept.aclose()
    sound, rate = soundfile.read(kept.path)
    assert (rate, sound.shape) == (RATE, (int(7.5 * RATE), 2))
    assert likeness(sound[8000:24000, 0], chirps(1.0, seed=1)) > 0.999
    assert likeness(sound[20000:36000, 1], chirps(1.0, seed=2)) > 0.999
    assert likeness(sound[7 * RATE :, 0], chirps(0.5, seed=3)) > 0.999
    assert not sound[:8000].any()
    assert not sound[36000 : 7 * RATE].any()


async def test_times_that_shake_leave_no_seam(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    voice = chirps(2.0)
    for number in range(100):
        at = number * 0.02 + 0.004 * (number % 3)
        kept.put(AudioChunk(pcm(voice[number * 320 : (number + 1) * 320]), "me", at))
    await kept.aclose()
    sound, _ = soundfile.read(kept.path)
    assert likeness(sound[:, 1], voice) > 0.9999


async def test_a_kept_session_plays_again_as_a_call(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    feed(kept, "them", chirps(1.0, seed=1), 0.0)
    feed(kept, "me", chirps(1.0, seed=2), 0.0)
    await kept.aclose()
    heard = await hear_all(FileBackend(kept.path, Clock(), realtime=False))
    for channel, seed in (("them", 1), ("me", 2)):
        assert likeness(samples(sound_of(heard, channel)), chirps(1.0, seed=seed)) > 0.999


async def test_a_long_pause_costs_neither_memory_nor_disk(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    feed(kept, "them", chirps(0.1), 0.0)
    feed(kept, "them", chirps(0.1), 600.0)
    await kept.aclose()
    assert soundfile.info(kept.path).duration == pytest.approx(600.1)
    assert kept.path.stat().st_size < 100_000


async def test_what_was_written_before_a_crash_can_be_played(tmp_path: Path) -> None:
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    feed(kept, "them", chirps(12.0), 0.0)
    feed(kept, "me", chirps(12.0), 0.0)
    while kept._queue.qsize():
        pass
    crashed = tmp_path / "crashed.flac"
    crashed.write_bytes(kept.path.read_bytes())
    await kept.aclose()
    heard = await hear_all(FileBackend(crashed, Clock(), realtime=False))
    sound = samples(sound_of(heard, "them"))
    assert len(sound) > 9.0 * RATE
    assert likeness(sound[: 9 * RATE], chirps(12.0)[: 9 * RATE]) > 0.999


async def test_only_the_owner_can_read_it_and_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "session.flac").write_text("an older one")
    kept = KeptAudio(tmp_path / "session.flac", no_problem)
    feed(kept, "me", chirps(0.1), 0.0)
    await kept.aclose()
    assert kept.path.name == "session-2.flac"
    assert (tmp_path / "session.flac").read_text() == "an older one"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600


async def test_a_place_that_cannot_be_written_is_told_once_and_harms_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("not a folder")
    told: list[Problem] = []
    kept = KeptAudio(tmp_path / "file" / "session.flac", told.append)
    feed(kept, "me", chirps(1.0), 0.0)
    await kept.aclose()
    feed(kept, "me", chirps(1.0), 1.0)
    assert len(told) == 1
    assert "session.flac" in told[0].title


async def test_a_disk_that_is_too_slow_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "WAITING_CHUNKS", 5)
    told: list[Problem] = []
    kept = KeptAudio(tmp_path / "session.flac", told.append)
    for _ in range(50):
        feed(kept, "me", chirps(0.5), 0.0)
    await kept.aclose()
    assert [problem.detail for problem in told] == ["the disk is slow"]

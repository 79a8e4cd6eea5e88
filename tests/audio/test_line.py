"""A line turns blocks into chunks with times, without waiting for whoever reads them."""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest

from app.audio.base import RATE, Sound
from app.audio.line import Line, loudness
from app.core.clock import Clock
from app.core.events import AudioChunk
from app.core.inbox import Inbox
from tests.audio.sounds import likeness, samples, tone


class Watch(Clock):
    """A clock that a test sets."""

    time = 0.0

    def now(self) -> float:
        return self.time


def block(sound: np.ndarray) -> bytes:
    return (np.repeat(sound, 2) * 32767).astype("<i2").tobytes()


def chunks(inbox: Inbox[Sound]) -> list[AudioChunk]:
    return [item for item in inbox.drain() if isinstance(item, AudioChunk)]


async def test_blocks_become_sixteen_kilohertz_mono_with_steady_times() -> None:
    watch, inbox = Watch(), Inbox[Sound](200)
    line = Line("them", watch, inbox)
    line.begin(48000, 2)
    played = tone(1.0, 48000)
    for start in range(0, 48000, 960):
        watch.time = 3.0 + start / 48000 + 0.02
        line.feed(block(played[start : start + 960]))
    got = chunks(inbox)
    sound = samples(b"".join(chunk.pcm for chunk in got))
    assert likeness(sound[100:], tone(1.0)[100 : len(sound)]) > 0.999
    position = 0
    for chunk in got:
        assert chunk.at == pytest.approx(3.0 + position / RATE)
        position += len(chunk.pcm) // 2


async def test_a_full_inbox_loses_the_oldest_and_never_blocks_the_capture_thread() -> None:
    inbox = Inbox[Sound](10)
    line = Line("me", Clock(), inbox)
    line.begin(RATE, 1)
    capture = threading.Thread(target=lambda: [line.feed(bytes(640)) for _ in range(100)])
    capture.start()
    capture.join(5)
    assert inbox.dropped == 90
    assert len(inbox.drain()) == 10


async def test_nothing_passes_a_closed_line() -> None:
    inbox = Inbox[Sound](10)
    line = Line("me", Clock(), inbox)
    line.begin(RATE, 1)
    line.close()
    line.feed(bytes(640))
    line.fill(0.1)
    assert not inbox.drain()


async def test_silence_follows_the_sound_without_a_jump_in_time() -> None:
    watch, inbox = Watch(), Inbox[Sound](10)
    line = Line("them", watch, inbox)
    line.begin(RATE, 1)
    watch.time = 1.0
    line.feed(bytes(640))
    watch.time = 1.2
    assert line.behind == pytest.approx(0.2)
    line.fill(0.18)
    watch.time = 1.22
    line.feed(bytes(640))
    assert [chunk.at for chunk in chunks(inbox)] == pytest.approx([0.98, 1.0, 1.18])


async def test_the_level_is_the_loudest_since_last_asked() -> None:
    line = Line("me", Clock(), Inbox[Sound](10))
    line.begin(RATE, 1)
    assert line.take_level() is None
    line.feed((tone(0.02) * 32767).astype("<i2").tobytes())
    line.feed(bytes(640))
    assert line.take_level() == pytest.approx(0.5 / math.sqrt(2), rel=0.05)
    assert line.take_level() is None


async def test_sound_the_system_lost_is_counted() -> None:
    line = Line("me", Clock(), Inbox[Sound](10))
    line.begin(RATE, 1)
    line.feed(bytes(640), overflowed=True)
    line.feed(bytes(640))
    assert line.take_overflows() == 1
    assert line.take_overflows() == 0


def test_loudness_of_a_square_wave_is_its_height() -> None:
    assert loudness(np.array([16384, -16384] * 50, "<i2").tobytes()) == pytest.approx(0.5)

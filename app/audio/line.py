"""The way of one channel's sound from a capture thread into the inbox, and what it tells of it."""

from __future__ import annotations

import threading

from app.audio.base import RATE, SAMPLE_BYTES, Sound
from app.audio.convert import WIDTHS, Converter, SampleFormat
from app.audio.timeline import Timeline
from app.core.clock import Clock
from app.core.events import AudioChunk, Channel
from app.core.inbox import Inbox


class Line:
    """One open stream. `feed` is for its capture thread; it never waits for the reader.

    The inbox is the ring between the threads: when its reader falls behind, the oldest
    blocks go and are counted there.
    """

    def __init__(self, channel: Channel, clock: Clock, inbox: Inbox[Sound]) -> None:
        self.channel = channel
        self._clock = clock
        self._inbox = inbox
        self._lock = threading.Lock()
        self._converter: Converter | None = None
        self._level: float | None = None
        self._overflows = 0
        self._timeline = Timeline()
        self._sent = 0
        self._last_at = -1.0

    def begin(self, rate: int, channels: int, sample: SampleFormat = "s16") -> None:
        """Say what shape the sound will have, before the first block."""
        self._converter = Converter(rate, channels, sample)
        self._rate = rate
        self._frame_bytes = channels * WIDTHS[sample]
        self._begun = self._clock.now()

    def feed(self, data: bytes, *, overflowed: bool = False) -> None:
        """A block of interleaved frames that has just arrived.

        ``overflowed`` says that the system threw sound away before this block.
        """
        with self._lock:
            if self._converter is None or not data:
                return
            self._overflows += overflowed
            length = len(data) / self._frame_bytes / self._rate
            self._timeline.block(length, self._clock.now())
            self._pass_on(self._converter.feed(data))

    def fill(self, seconds: float) -> None:
        """Add silence after the sound so far, at most a second at once."""
        with self._lock:
            if self._converter is None:
                return
            frames = int(min(seconds, 1.0) * self._rate)
            length = frames / self._rate
            self._timeline.block(length, self._timeline.end + length)
            self._pass_on(self._converter.feed(bytes(frames * self._frame_bytes)))

    def close(self) -> None:
        """Nothing passes from now on."""
        with self._lock:
            self._converter = None

    @property
    def behind(self) -> float:
        """Seconds by which the sound so far ends before now; grows while no frames come."""
        with self._lock:
            self._timeline.start(self._begun)
            return self._clock.now() - self._timeline.end

    def take_level(self) -> float | None:
        """The loudest block's RMS (0 to 1) since the last call; None when none came."""
        with self._lock:
            level, self._level = self._level, None
            return level

    def take_overflows(self) -> int:
        """How often sound was lost in the system since the last call."""
        with self._lock:
            count, self._overflows = self._overflows, 0
            return count

    def _pass_on(self, pcm: bytes) -> None:
        self._level = max(self._level or 0.0, loudness(pcm))
        if not pcm:
            return
        at = max(self._timeline.at(self._sent / RATE), self._last_at + 1 / RATE)
        self._last_at = at
        self._sent += len(pcm) // SAMPLE_BYTES
        self._inbox.put_from_thread(AudioChunk(pcm, self.channel, at))


def loudness(pcm: bytes) -> float:
    """RMS of 16-bit samples, 0 to 1; of none it is 0."""
    if not pcm:
        return 0.0
    import numpy as np

    values = np.frombuffer(pcm, "<i2").astype(np.float32)
    return float(np.sqrt(np.mean(values * values))) / 2**15

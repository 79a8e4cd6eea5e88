"""Where sound is made audible: the default loudspeaker through PortAudio, or nothing at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from app.audio.base import RATE, SAMPLE_BYTES
from app.audio.sounddevice_ import OPEN, PORTAUDIO, load
from app.core.errors import GhostPilotError

CHANNELS = 2
DELAY_S = 0.1
"""What the system holds ready: a writer late by less is not heard."""


class Output(Protocol):
    """Takes 16 kHz stereo s16; belongs to one thread."""

    delay: float
    """Seconds from writing, with the buffer full, to hearing."""

    def write(self, frames: bytes) -> None:
        """Hand sound over; waits for room. Raises `GhostPilotError` when the device is gone."""

    def drop(self) -> None:
        """Fall silent at once and forget what waits; writing begins anew."""

    def close(self) -> None:
        """Give the device back."""


Open = Callable[[], Output]


class NullOutput:
    """The fake: takes sound as fast as a device would play it, and keeps it with its times."""

    def __init__(self, delay: float = DELAY_S) -> None:
        self.delay = delay
        self.heard: list[tuple[float, bytes]] = []
        """When each piece is heard, by `time.perf_counter`, and the piece."""
        self.closed = False
        self._free = 0.0

    def write(self, frames: bytes) -> None:
        now = time.perf_counter()
        at = max(now, self._free)
        self._free = at + len(frames) / (RATE * CHANNELS * SAMPLE_BYTES)
        self.heard.append((at, frames))
        if self._free - now > self.delay:
            time.sleep(self._free - now - self.delay)

    def drop(self) -> None:
        now = time.perf_counter()
        self.heard = [(at, frames) for at, frames in self.heard if at <= now]
        self._free = 0.0

    def close(self) -> None:
        self.closed = True


class Loudspeaker:
    """PortAudio's default output, at the rate that device likes.

    Raises `GhostPilotError` where there is none or it refuses.
    """

    def __init__(self) -> None:
        self._sd = load()
        with PORTAUDIO:
            self._open()
            OPEN.add(id(self))

    def write(self, frames: bytes) -> None:
        import numpy as np

        samples = np.frombuffer(frames, "<i2").reshape(-1, CHANNELS)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        try:
            if not self._stream.active:
                self._stream.start()
            self._stream.write(samples.tobytes())
        except self._sd.PortAudioError as error:
            raise _unheard(str(error)) from error

    def drop(self) -> None:
        if self._resampler is not None:
            self._resampler.clear()
        self._stream.abort(ignore_errors=True)

    def close(self) -> None:
        self._stream.close(ignore_errors=True)
        with PORTAUDIO:
            OPEN.discard(id(self))

    def _open(self) -> None:
        sd: Any = self._sd
        try:
            rate = int(sd.query_devices(kind="output")["default_samplerate"])
            self._stream = sd.RawOutputStream(
                samplerate=rate, channels=CHANNELS, dtype="int16", latency=DELAY_S
            )
        except (sd.PortAudioError, ValueError) as error:
            raise _unheard(str(error)) from error
        self.delay = float(self._stream.latency)
        self._resampler = None
        if rate != RATE:
            import soxr

            self._resampler = soxr.ResampleStream(RATE, rate, CHANNELS, dtype="int16")


def _unheard(reason: str) -> GhostPilotError:
    return GhostPilotError(
        "The kept sound cannot be heard",
        f"the loudspeaker does not take it: {reason}",
        "Connect one and play again; the session plays on without sound.",
    )

"""Turns sound of any rate, width and channel count into 16 kHz mono, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.audio.base import RATE
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SampleFormat = Literal["u8", "s16", "s24", "s32", "f32", "f64"]
"""Little endian; ``s24`` is packed in three bytes; floats count full scale as 1."""

WIDTHS: dict[SampleFormat, int] = {"u8": 1, "s16": 2, "s24": 3, "s32": 4, "f32": 4, "f64": 8}
"""Bytes of one sample."""
LOWEST_RATE, HIGHEST_RATE = 1_000, 768_000
QUALITY = "HQ"
"""soxr's recipe: 20-bit precision at about 22 ms of delay from 44.1 or 48 kHz."""


class Converter:
    """One continuous stream: bytes of interleaved frames in, 16 kHz mono s16 out.

    Channels are averaged. The resampler holds back about 22 ms until more arrives; output
    sample ``n`` belongs to input time ``n / 16000`` all the same. It costs some 0.1 ms per
    20 ms block, so a capture thread may call it.
    """

    def __init__(self, rate: int, channels: int, sample: SampleFormat = "s16") -> None:
        if not LOWEST_RATE <= rate <= HIGHEST_RATE or channels < 1:
            raise GhostPilotError(
                f"Sound with {rate} samples a second in {channels} channels cannot be used",
                next_step="Set the device or recording to an ordinary rate such as 48000 Hz.",
            )
        self._channels = channels
        self._sample = sample
        self._frame_bytes = WIDTHS[sample] * channels
        self._rest = b""
        self._resampler = None
        if rate != RATE:
            import soxr

            self._resampler = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality=QUALITY)

    def feed(self, data: bytes | memoryview) -> bytes:
        """What can be said of the sound so far; a frame cut in two waits for its other half."""
        return self._convert(memoryview(data).cast("B"), last=False)

    def finish(self) -> bytes:
        """What the resampler still held; the stream is over."""
        return self._convert(memoryview(b""), last=True)

    def _convert(self, data: memoryview, *, last: bool) -> bytes:
        if self._rest:
            data = memoryview(self._rest + data.tobytes())
        whole = len(data) - len(data) % self._frame_bytes
        self._rest = data[whole:].tobytes()
        mono = _as_float(data[:whole], self._sample)
        if self._channels > 1:
            mono = mono.reshape(-1, self._channels).mean(axis=1, dtype=mono.dtype)
        if self._resampler is not None:
            mono = self._resampler.resample_chunk(mono, last=last)
        return _as_pcm16(mono)


def _as_float(data: memoryview, sample: SampleFormat) -> NDArray[np.float32]:
    """Samples from -1 to 1; a float that is no number becomes silence."""
    import numpy as np

    match sample:
        case "u8":
            return (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / np.float32(128)
        case "s16":
            return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(2**15)
        case "s24":
            wide = np.zeros((len(data) // 3, 4), np.uint8)
            wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
            return wide.view("<i4")[:, 0].astype(np.float32) / np.float32(2**31)
        case "s32":
            return np.frombuffer(data, "<i4").astype(np.float32) / np.float32(2**31)
        case "f32" | "f64":
            values = np.frombuffer(data, "<f4" if sample == "f32" else "<f8").clip(-1.0, 1.0)
            return np.asarray(np.nan_to_num(values, nan=0.0), np.float32)


def _as_pcm16(mono: NDArray[np.float32]) -> bytes:
    import numpy as np

    scaled = np.rint(mono * np.float32(2**15)).clip(-(2**15), 2**15 - 1)
    pcm: bytes = scaled.astype("<i2").tobytes()
    return pcm

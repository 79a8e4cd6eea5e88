"""Sound for the tests: recorded speech, silence, and an engine that needs no model."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.asr.base import AsrSession, Heard
from app.asr.vad import FRAME_BYTES
from app.core.events import AudioChunk, Channel, Transcript

SPEECH = Path(__file__).resolve().parents[3] / "shared" / "data" / "speech"


def speech_data(name: str) -> bytes:
    """The samples of a recording, 16 kHz mono s16; skips the test where it is absent."""
    path = SPEECH / name
    if not path.is_file():
        pytest.skip(f"recorded speech is not here: {path}")
    with wave.open(str(path)) as sound:
        return sound.readframes(sound.getnframes())


def voice(seconds: float) -> bytes:
    """Sound that `LoudnessDetector` takes for a voice."""
    return b"\x00\x40" * int(seconds * 16_000)


def silence(seconds: float) -> bytes:
    return bytes(2 * int(seconds * 16_000))


class LoudnessDetector:
    """Takes any sound for a voice, so that tests can draw speech exactly."""

    def rate(self, frame: bytes) -> float:
        return 0.9 if frame.count(0) < FRAME_BYTES * 3 // 4 else 0.0


def feed(session: AsrSession, pcm: bytes, *, at: float = 0.0, channel: Channel = "them") -> None:
    """Hand a whole recording over in pieces of 20 ms."""
    for start in range(0, len(pcm), 640):
        session.feed(AudioChunk(pcm[start : start + 640], channel, at + start / 32_000))


async def close_and_collect(session: AsrSession) -> list[Heard]:
    await session.aclose()
    return [heard async for heard in session.events()]


def finals(heard: Iterable[Heard]) -> list[Transcript]:
    return [x for x in heard if isinstance(x, Transcript) and x.final]

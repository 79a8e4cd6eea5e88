"""Sounds and helpers the tests of this room share."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from app.audio.base import RATE, AudioBackend, Sound
from app.core.events import AudioChunk, Channel, Health
from app.core.inbox import Inbox


def tone(seconds: float, rate: int = RATE, hertz: float = 440.0) -> NDArray[np.float64]:
    """A sine at half of full scale."""
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def chirps(seconds: float, rate: int = RATE, seed: int = 1) -> NDArray[np.float64]:
    """Band-limited noise that swells and fades: no two stretches of it are alike."""
    random = np.random.default_rng(seed)
    noise = random.standard_normal(round(seconds * rate) + 32)
    smooth = np.convolve(noise, np.hanning(33) / 16, mode="valid")
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 1.7 * np.arange(len(smooth)) / rate)
    return 0.15 * smooth * swell


def write_wav(
    path: Path, sound: NDArray[np.float64], rate: int = RATE, subtype: str = "PCM_16"
) -> Path:
    soundfile.write(path, sound, rate, subtype=subtype, format="WAV")
    return path


def samples(pcm: bytes) -> NDArray[np.float64]:
    """16-bit samples as numbers from -1 to 1."""
    return np.frombuffer(pcm, "<i2") / 2**15


def likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Correlation of two sounds of about the same length; 1 is the same."""
    size = min(len(one), len(other))
    return float(np.corrcoef(one[:size], other[:size])[0, 1])


def sound_of(heard: list[Sound], channel: Channel) -> bytes:
    return b"".join(x.pcm for x in heard if isinstance(x, AudioChunk) and x.channel == channel)


def states_of(heard: list[Sound], channel: Channel) -> list[str]:
    """The health states of one channel, each run of the same state told once."""
    states: list[str] = []
    for item in heard:
        if isinstance(item, Health) and item.channel == channel:
            if not states or states[-1] != item.state:
                states.append(item.state)
    return states


async def hear_all(
    backend: AudioBackend, channels: tuple[Channel, ...] = ("them", "me"), size: int = 64
) -> list[Sound]:
    """Everything a source says until each channel has ended."""
    inbox: Inbox[Sound] = Inbox(size)
    await backend.start(channels, inbox)
    heard: list[Sound] = []
    ended: set[Channel] = set()
    while ended != set(channels):
        item = await inbox.get()
        assert item is not None
        heard.append(item)
        if isinstance(item, Health) and item.state == "ended":
            ended.add(item.channel)
    await backend.stop()
    return heard


class Listener:
    """Collects what a source says, in the background of a test."""

    def __init__(self) -> None:
        self.inbox: Inbox[Sound] = Inbox(4000)
        self.heard: list[Sound] = []

    async def until(
        self, channel: Channel, state: str, within: float = 8.0, note: str = ""
    ) -> Health:
        """The next health event of this state (and with this in its note) on the channel."""
        async with asyncio.timeout(within):
            while True:
                item = await self.inbox.get()
                assert item is not None
                self.heard.append(item)
                if isinstance(item, Health) and (item.channel, item.state) == (channel, state):
                    if note in item.note:
                        return item

    async def listen(self, seconds: float) -> list[Sound]:
        """What comes in this time."""
        await asyncio.sleep(seconds)
        fresh = self.inbox.drain()
        self.heard += fresh
        return fresh


def found_in(recorded: bytes, played: NDArray[np.float64], rate: int = 48000) -> float:
    """How well a sound played at this rate is found in what was recorded; 1 is exactly."""
    got, wanted = samples(recorded), soxr.resample(played, rate, RATE)
    if len(got) < len(wanted):
        got = np.pad(got, (0, len(wanted) - len(got)))
    size = len(got) + len(wanted)
    product = np.fft.rfft(got, size) * np.conj(np.fft.rfft(wanted, size))
    at = int(np.argmax(np.fft.irfft(product, size)[: len(got) - len(wanted) + 1]))
    return likeness(got[at : at + len(wanted)], wanted)

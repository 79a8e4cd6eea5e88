"""The loudspeaker takes 16 kHz stereo whatever its own rate, and says that it is gone."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.audio import output, sounddevice_
from app.audio.base import RATE
from app.audio.output import Loudspeaker, NullOutput
from app.core.errors import GhostPilotError

BLOCK = bytes(320 * 4)


class PortAudioError(Exception):
    """As the library raises it."""


class Stream:
    """PortAudio's blocking output: keeps what it is given."""

    latency = 0.09

    def __init__(self, **wanted: Any) -> None:
        self.wanted = wanted
        self.written = bytearray()
        self.active = self.closed = False
        self.gone = ""

    def start(self) -> None:
        self.active = True

    def write(self, data: bytes) -> None:
        assert self.active
        if self.gone:
            raise PortAudioError(self.gone)
        self.written += data

    def abort(self, ignore_errors: bool = True) -> None:
        self.active = False

    def close(self, ignore_errors: bool = True) -> None:
        self.closed = True


class Library:
    """sounddevice with one loudspeaker, or none."""

    PortAudioError = PortAudioError

    def __init__(self, rate: float = 48000.0, refuses: str = "") -> None:
        self.rate, self.refuses = rate, refuses
        self.streams: list[Stream] = []

    def query_devices(self, kind: str) -> dict[str, float]:
        if self.refuses:
            raise PortAudioError(self.refuses)
        return {"default_samplerate": self.rate}

    def RawOutputStream(self, **wanted: Any) -> Stream:
        self.streams.append(Stream(**wanted))
        return self.streams[-1]


def use(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setattr(output, "load", lambda: library)
    return library


def test_sound_is_brought_to_the_rate_of_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    library = use(Library(48000.0), monkeypatch)
    speaker = Loudspeaker()
    for _ in range(50):
        speaker.write(BLOCK)
    (stream,) = library.streams
    assert stream.wanted["samplerate"] == 48000
    assert speaker.delay == 0.09
    assert 0.9 * 48000 * 4 < len(stream.written) <= 48000 * 4
    speaker.close()
    assert stream.closed


def test_after_falling_silent_it_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    library = use(Library(float(RATE)), monkeypatch)
    speaker = Loudspeaker()
    speaker.write(BLOCK)
    speaker.drop()
    assert not library.streams[0].active
    speaker.write(BLOCK)
    assert bytes(library.streams[0].written) == BLOCK * 2
    speaker.close()


def test_no_loudspeaker_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    use(Library(refuses="Error querying device -1"), monkeypatch)
    with pytest.raises(GhostPilotError, match=r"cannot be heard.*querying device"):
        Loudspeaker()
    with ThreadPoolExecutor(1) as other:
        assert other.submit(sounddevice_.PORTAUDIO.acquire, timeout=45).result()
        other.submit(sounddevice_.PORTAUDIO.release).result()
    assert not sounddevice_.OPEN, "nothing is left open"


def test_a_loudspeaker_that_goes_away_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    library = use(Library(), monkeypatch)
    speaker = Loudspeaker()
    library.streams[0].gone = "Device unavailable"
    with pytest.raises(GhostPilotError, match="Device unavailable"):
        speaker.write(BLOCK)
    speaker.close()


def test_the_fake_takes_its_time_and_forgets_what_was_not_heard() -> None:
    null = NullOutput(delay=0.05)
    begun = time.perf_counter()
    for _ in range(10):
        null.write(BLOCK)
    assert time.perf_counter() - begun >= 0.14
    null.drop()
    assert len(null.heard) < 10
    null.close()
    assert null.closed

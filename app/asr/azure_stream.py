"""One stream of sound to Azure Speech: the library's objects and the times of the stream."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.asr.backlog import seconds
from app.asr.base import BYTES_PER_S, RATE
from app.core.events import AudioChunk
from app.core.provider import host_of

if TYPE_CHECKING:
    import azure.cognitiveservices.speech as sdk

TICKS_PER_S = 10_000_000
"""The service counts in steps of 100 ns from the first sample of a stream."""
END_OF_TURN_MS = 500
KINDS = (
    "recognizing",
    "recognized",
    "canceled",
    "session_stopped",
    "speech_start_detected",
    "speech_end_detected",
)
"""What the library reports."""


@dataclass(frozen=True, slots=True)
class AzureService:
    """Where and how to reach the service."""

    key: str
    region: str = ""
    endpoint: str = ""
    """An address instead of a region's own, such as a container's."""
    language: str = "en-US"

    @property
    def host(self) -> str:
        if self.endpoint:
            return host_of(self.endpoint)
        return f"{self.region}.stt.speech.microsoft.com"


class AzureStream:
    """One stream to the service and the library's objects behind it."""

    def __init__(
        self,
        service: AzureService,
        hints: tuple[str, ...],
        tell: Callable[[AzureStream, str, Any], None],
    ) -> None:
        self.over = asyncio.Event()
        """Set when the service has said all it will say."""
        self.answered = False
        """Whether the service has said anything but that it refuses."""
        self._service = service
        self._hints = hints
        self._tell = tell
        self._began = 0.0
        self._written_s = 0.0
        self._told_s = 0.0
        self._places: list[float] = []
        self._times: list[float] = []
        self._stream: sdk.audio.PushAudioInputStream
        self._recogniser: sdk.SpeechRecognizer

    def start(self) -> None:
        """Build the library's objects and start listening; blocking, for a worker."""
        import azure.cognitiveservices.speech as sdk

        service = self._service
        if service.endpoint:
            config = sdk.SpeechConfig(endpoint=service.endpoint, subscription=service.key)
        else:
            config = sdk.SpeechConfig(region=service.region, subscription=service.key)
        config.speech_recognition_language = service.language
        config.set_property(sdk.PropertyId.Speech_SegmentationSilenceTimeoutMs, str(END_OF_TURN_MS))
        self._stream = sdk.audio.PushAudioInputStream(sdk.audio.AudioStreamFormat(RATE, 16, 1))
        audio = sdk.audio.AudioConfig(stream=self._stream)
        self._recogniser = sdk.SpeechRecognizer(config, audio_config=audio)
        phrases = sdk.PhraseListGrammar.from_recognizer(self._recogniser)
        for hint in self._hints:
            phrases.addPhrase(hint)
        for kind in KINDS:
            signal = getattr(self._recogniser, kind)
            signal.connect(lambda event, kind=kind: self._tell(self, kind, event))
        self._recogniser.start_continuous_recognition_async().get()

    def write(self, chunk: AudioChunk, now: float) -> None:
        """Send sound; takes microseconds."""
        if not self._times:
            self._began = now
        expected = self.at(self._written_s) if self._times else None
        if expected is None or abs(chunk.at - expected) > 0.1:
            self._places.append(self._written_s)
            self._times.append(chunk.at)
        self._stream.write(chunk.pcm)
        self._written_s += seconds(chunk)

    def end(self) -> None:
        """Say that no more sound comes."""
        self._stream.close()

    def stop(self) -> None:
        """Stop listening and let the library's objects go; may block, so for a worker."""
        self._stream.close()
        if not self.over.is_set():
            self._recogniser.stop_continuous_recognition_async().get()
        for kind in KINDS:
            getattr(self._recogniser, kind).disconnect_all()
        del self._recogniser, self._stream

    def at(self, place: float) -> float:
        """The session time of a second of this stream."""
        mark = max(0, bisect_right(self._places, place) - 1)
        return self._times[mark] + place - self._places[mark] if self._times else 0.0

    def ahead_s(self, now: float) -> float:
        """Seconds written beyond what can have been heard at real speed."""
        return max(0.0, self._written_s - (now - self._began)) if self._times else 0.0

    def behind_s(self, place: float) -> float:
        """Seconds written after a place that a result has just reached."""
        return max(0.0, self._written_s - place)

    @property
    def untold_s(self) -> float:
        """Seconds sent since the last call of `take_sent`."""
        return self._written_s - self._told_s

    def take_sent(self) -> int:
        """Bytes sent since the last call."""
        sent, self._told_s = self._written_s - self._told_s, self._written_s
        return round(sent * BYTES_PER_S)

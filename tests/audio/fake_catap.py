"""catap as GhostPilot calls it: the same names, arguments, properties and errors.

The shapes are those of version 0.6.0, which loads on macOS 14.2 and later only. ``mac`` is
what the made-up Mac has plugged in and how it behaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStreamFormat:
    sample_rate: float
    num_channels: int
    bits_per_sample: int
    sample_type: str
    format_id: str

    @property
    def is_float(self) -> bool:
        return self.sample_type == "float"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioBuffer:
    data: bytes
    frame_count: int
    format: AudioStreamFormat
    input_sample_time: float | None = None


@dataclass(frozen=True, slots=True)
class AudioDevice:
    audio_object_id: int
    uid: str
    name: str
    manufacturer: str | None
    streams: tuple[object, ...]
    is_default_input: bool
    is_default_output: bool
    is_default_system_output: bool


FORMAT = AudioStreamFormat(
    sample_rate=48000.0,
    num_channels=2,
    bits_per_sample=32,
    sample_type="float",
    format_id="lpcm",
)


@dataclass
class Mac:
    """Its default output, whether it lets us listen, and the sessions that were made."""

    output: str = "MacBook Speakers"
    denied: str = ""
    sessions: list[RecordingSession] = field(default_factory=list)


mac = Mac()


class RecordingSession:
    def __init__(self, on_buffer: Callable[[AudioBuffer], None]) -> None:
        self._on_buffer = on_buffer
        self.is_recording = False
        self.needs_cleanup = False
        self.capture_failed = False
        self.stream_format: AudioStreamFormat | None = None
        mac.sessions.append(self)

    def start(self) -> None:
        if mac.denied:
            raise OSError(mac.denied)
        self.is_recording = True
        self.stream_format = FORMAT

    def deliver(self, data: bytes) -> None:
        """What the library's worker thread does with a block."""
        self._on_buffer(AudioBuffer(data=data, frame_count=len(data) // 8, format=FORMAT))

    def close(self) -> None:
        was_recording, self.is_recording = self.is_recording, False
        if was_recording and self.capture_failed:
            raise OSError("Tap stream format changed during capture")


def record_system_audio(
    output_path: str | None = None,
    *,
    exclude: Sequence[str] = (),
    mute: bool = False,
    mono: bool = False,
    visible: bool = False,
    on_buffer: Callable[[AudioBuffer], None] | None = None,
    max_pending_buffers: int = 256,
    drift_compensation_quality: object = None,
) -> RecordingSession:
    if output_path is None and on_buffer is None:
        raise ValueError("Either output_path or on_buffer is required")
    assert on_buffer
    return RecordingSession(on_buffer)


def list_audio_devices() -> list[AudioDevice]:
    return [AudioDevice(40, mac.output, mac.output, "Apple", (), False, True, True)]

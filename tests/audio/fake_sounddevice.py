"""sounddevice as GhostPilot calls it: the same names, arguments, dictionaries and errors.

For devices that come, go and refuse, which a real PortAudio does not do on request.
``computer`` is what the made-up machine has plugged in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class PortAudioError(Exception):
    """As the library raises it: a message and PortAudio's number."""


@dataclass
class CallbackFlags:
    input_overflow: bool = False


@dataclass
class Computer:
    """Inputs by name, the first of them the default; PortAudio sees them when it starts."""

    inputs: list[str] = field(default_factory=lambda: ["Built-in Microphone"])
    refuses: str = ""
    streams: list[RawInputStream] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    runs: bool = False

    def stream(self, name: str) -> RawInputStream:
        (found,) = (s for s in self.streams if s.name == name and not s.closed)
        return found


computer = Computer()


def _initialize() -> None:
    computer.seen = list(computer.inputs)
    computer.runs = True


def _terminate() -> None:
    assert all(stream.closed for stream in computer.streams)
    computer.runs = False
    computer.seen = []
    time.sleep(0.002)  # other threads run meanwhile, as with the real one


def query_hostapis() -> tuple[dict[str, Any], ...]:
    _check()
    default = 1 if computer.seen else -1
    return ({"name": "Core Audio", "devices": [], "default_input_device": default},)


def _check() -> None:
    if not computer.runs:
        raise PortAudioError("PortAudio not initialized", -10000)


def query_devices() -> list[dict[str, Any]]:
    _check()
    speakers = _device(0, "Speakers", 0)
    return [speakers, *(_device(n, name, 1) for n, name in enumerate(computer.seen, 1))]


def _device(index: int, name: str, inputs: int) -> dict[str, Any]:
    return {
        "name": name,
        "index": index,
        "hostapi": 0,
        "max_input_channels": inputs,
        "max_output_channels": 2 - 2 * inputs,
        "default_low_input_latency": 0.01,
        "default_high_input_latency": 0.05,
        "default_samplerate": 44100.0,
    }


class RawInputStream:
    def __init__(
        self,
        samplerate: float | None = None,
        blocksize: int | None = None,
        device: int | None = None,
        channels: int | None = None,
        dtype: str | None = None,
        latency: float | None = None,
        callback: Callable[[Any, int, Any, CallbackFlags], None] | None = None,
    ) -> None:
        if computer.refuses:
            raise PortAudioError(computer.refuses, -9985)
        _check()
        assert callback and device is not None and dtype == "int16"
        self.name = computer.seen[device - 1]
        self.active = False
        self.closed = False
        self.broken = ""
        self._callback = callback
        computer.streams.append(self)

    @property
    def active(self) -> bool:
        if self.broken:
            raise PortAudioError(self.broken, -9986)
        return self._active

    @active.setter
    def active(self, active: bool) -> None:
        self._active = active

    def start(self) -> None:
        self.active = True

    def deliver(self, data: bytes, *, input_overflow: bool = False) -> None:
        """What PortAudio's thread does with a full buffer."""
        self._callback(memoryview(data), len(data) // 2, None, CallbackFlags(input_overflow))

    def close(self, ignore_errors: bool = True) -> None:
        self.active, self.closed = False, True

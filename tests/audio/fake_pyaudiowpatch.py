"""PyAudioWPatch as GhostPilot calls it: the same names, arguments, dictionaries and errors.

The shapes are those of version 0.2.12.9, whose wheel exists for Windows only. ``computer``
is what the made-up Windows has plugged in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

paInt16 = 8
paWASAPI = 13
paContinue = 0
paInputOverflow = 2
paFramesPerBufferUnspecified = 0


def device_info(index: int, name: str, inputs: int, outputs: int, rate: float) -> dict[str, Any]:
    return {
        "index": index,
        "structVersion": 2,
        "name": name,
        "hostApi": 2,
        "maxInputChannels": inputs,
        "maxOutputChannels": outputs,
        "defaultLowInputLatency": 0.003,
        "defaultLowOutputLatency": 0.003,
        "defaultHighInputLatency": 0.01,
        "defaultHighOutputLatency": 0.01,
        "defaultSampleRate": rate,
        "isLoopbackDevice": name.endswith("[Loopback]"),
    }


@dataclass
class Computer:
    """What is plugged in and which output and microphone are the defaults."""

    outputs: list[str] = field(default_factory=lambda: ["Speakers (Realtek)"])
    inputs: list[str] = field(default_factory=lambda: ["Microphone (USB Audio)"])
    default_output: str = "Speakers (Realtek)"
    default_input: str = "Microphone (USB Audio)"
    streams: list[Stream] = field(default_factory=list)
    refuses: str = ""

    def signature(self) -> tuple[str, ...]:
        return (self.default_output, self.default_input, *self.outputs, *self.inputs)

    def stream(self, name: str) -> Stream:
        """The open stream on the device of this name."""
        (found,) = (s for s in self.streams if s.info["name"] == name and not s.closed)
        return found


computer = Computer()


class Stream:
    def __init__(
        self,
        PA_manager: PyAudio,
        rate: int,
        channels: int,
        format: int,
        input: bool = False,
        output: bool = False,
        input_device_index: int | None = None,
        output_device_index: int | None = None,
        frames_per_buffer: int = paFramesPerBufferUnspecified,
        start: bool = True,
        input_host_api_specific_stream_info: Any = None,
        output_host_api_specific_stream_info: Any = None,
        stream_callback: Callable[[bytes, int, dict[str, float], int], tuple[Any, int]]
        | None = None,
    ) -> None:
        if not (input or output):
            raise ValueError("Must specify an input or output stream.")
        assert input_device_index is not None and stream_callback
        self.info = PA_manager.get_device_info_by_index(input_device_index)
        if computer.refuses:
            raise OSError(-9985, computer.refuses)
        if channels != self.info["maxInputChannels"]:
            raise OSError(-9998, "Invalid number of channels")
        if rate != self.info["defaultSampleRate"]:
            raise OSError(-9997, "Invalid sample rate")
        assert format == paInt16 and start
        self.frames = frames_per_buffer
        self.channels = channels
        self.active = True
        self.closed = False
        self._callback = stream_callback
        computer.streams.append(self)

    def deliver(self, data: bytes, status: int = 0) -> None:
        """What PortAudio's thread does with a full buffer."""
        times = {"input_buffer_adc_time": 0.0, "current_time": 0.0, "output_buffer_dac_time": 0.0}
        assert self._callback(data, len(data) // 2 // self.channels, times, status) == (
            None,
            paContinue,
        )

    def is_active(self) -> bool:
        if self.closed:
            raise OSError(-9988, "Stream closed")
        return self.active

    def close(self) -> None:
        self.closed = True


class PyAudio:
    """Lists what was plugged in when it was made, as PortAudio does."""

    def __init__(self) -> None:
        self._devices = [
            *(device_info(0, name, 0, 2, 48000.0) for name in computer.outputs),
            *(device_info(0, name, 1, 0, 44100.0) for name in computer.inputs),
            *(device_info(0, f"{name} [Loopback]", 2, 0, 48000.0) for name in computer.outputs),
        ]
        for index, about in enumerate(self._devices):
            about["index"] = index
        self._defaults = (computer.default_output, computer.default_input)

    def open(self, *args: Any, **kwargs: Any) -> Stream:
        return Stream(self, *args, **kwargs)

    def terminate(self) -> None:
        for stream in computer.streams:
            stream.close()

    def get_device_info_by_index(self, device_index: int) -> dict[str, Any]:
        if not 0 <= device_index < len(self._devices):
            raise OSError(-9996, "Invalid device")
        return self._devices[device_index]

    def get_device_info_generator_by_host_api(
        self, *, host_api_index: int | None = None, host_api_type: int | None = None
    ) -> Iterator[dict[str, Any]]:
        assert host_api_type == paWASAPI
        yield from self._devices

    def get_default_wasapi_device(
        self, *, d_out: bool = False, d_in: bool = False
    ) -> dict[str, Any]:
        wanted = self._defaults[0] if d_out else self._defaults[1]
        for about in self._devices:
            if about["name"] == wanted:
                return about
        raise OSError(-9996, "Invalid device")

    def get_default_wasapi_loopback(self) -> dict[str, Any]:
        speakers = self.get_default_wasapi_device(d_out=True)
        for about in self._devices:
            if about["isLoopbackDevice"] and speakers["name"] in about["name"]:
                return about
        raise LookupError("No analogue is found for passed device")

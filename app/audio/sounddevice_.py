"""Microphones on every system through PortAudio, and system audio from a virtual cable."""

from __future__ import annotations

import re
import threading
from types import ModuleType
from typing import Any

from app.audio.devices import told_apart
from app.audio.line import Line
from app.audio.system import LOADING, Stream
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device

_PREFERRED = ("Windows WASAPI", "Core Audio", "ALSA")
"""Of several interfaces to the same devices, the one with full names and rates."""
_CABLE = re.compile(
    r"blackhole|soundflower|loopback|vb-?(audio|cable)|cable output|stereo mix|what u hear"
    r"|voicemeeter out|\bmonitor\b",
    re.IGNORECASE,
)
"""Inputs that carry what the computer plays."""
BUFFER_S = 0.1
"""What the system holds for a capture thread that is late: twice the longest hold-up measured.

More would come in bursts: at 0.2 s ALSA hands over 100 ms at a time."""
PORTAUDIO = threading.RLock()
"""PortAudio is one for the whole process: nothing may be asked of it while it starts anew, and a
device's number holds only until then."""
OPEN: set[int] = set()
"""Streams of this process, by identity: of a session, of level meters, of a loudspeaker."""


class SoundDeviceSystem:
    """PortAudio's inputs. Its list of devices is a snapshot until `rescan`."""

    fresh = False
    silence_hint = "check that the device is the right one and not muted"

    def __init__(self) -> None:
        self._sd = load()

    def devices(self) -> list[Device]:
        with PORTAUDIO:
            inputs = self._inputs()
            default = self._default_input()
        cable = next((name for name, _ in inputs if _CABLE.search(name)), None)
        them = [Device("them", name, name, name == cable) for name, _ in inputs]
        me = [
            Device("me", name, name, about["index"] == default and name != cable)
            for name, about in inputs
        ]
        return them + me

    def missing(self, channel: Channel) -> GhostPilotError:
        if channel == "me":
            return GhostPilotError(
                "There is no microphone", next_step="Connect one, or turn the microphone off."
            )
        return GhostPilotError(
            "PortAudio alone cannot hear what the computer plays",
            "no input here looks like a virtual cable",
            "Install a virtual cable and choose it as the system audio device; on Linux start "
            "PulseAudio or PipeWire instead.",
        )

    def open(self, device: Device, line: Line) -> Stream:
        with PORTAUDIO:
            for name, about in self._inputs():
                if name == device.key:
                    return _InputStream(self._sd, about, line)
        raise GhostPilotError(f"{device.name} is not connected", next_step="Connect it again.")

    def stale(self) -> bool:
        return False

    def rescan(self) -> None:
        """Start PortAudio anew: the only way it has to see devices that came or went.

        While somebody else in this program has a stream open the list stays as it is: that
        stream would end.
        """
        with PORTAUDIO:
            if not OPEN:
                self._sd._terminate()
                self._sd._initialize()

    def close(self) -> None:
        """PortAudio stays loaded; with no stream open it holds no device."""

    def _inputs(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and PortAudio's description of each input of the preferred interface."""
        interface = self._interface()
        inputs = [
            about
            for about in self._sd.query_devices()
            if about["max_input_channels"] >= 1 and about["hostapi"] == interface
        ]
        return list(zip(told_apart(about["name"] for about in inputs), inputs, strict=True))

    def _interface(self) -> int:
        names = [about["name"] for about in self._sd.query_hostapis()]
        for name in _PREFERRED:
            if name in names:
                return names.index(name)
        return 0

    def _default_input(self) -> int:
        interfaces = self._sd.query_hostapis()
        return int(interfaces[self._interface()]["default_input_device"]) if interfaces else -1


def load() -> ModuleType:
    """The library; raises `GhostPilotError` (exit 3) where it is missing."""
    try:
        with LOADING:
            import sounddevice
    except (ImportError, OSError) as error:
        raise GhostPilotError(
            "The sound library PortAudio is missing",
            str(error),
            "Install it, on Debian with: apt install libportaudio2",
            exit_code=3,
        ) from error
    library: ModuleType = sounddevice
    return library


class _InputStream:
    """One open input; PortAudio calls back from its own thread. Made while `PORTAUDIO` is held."""

    def __init__(self, sd: Any, about: dict[str, Any], line: Line) -> None:
        rate = int(about["default_samplerate"])
        channels = min(2, about["max_input_channels"])
        line.begin(rate, channels)

        def on_block(data: Any, frames: int, times: Any, status: Any) -> None:
            line.feed(bytes(data), overflowed=bool(status.input_overflow))

        self._failure = sd.PortAudioError
        try:
            self._stream = sd.RawInputStream(
                samplerate=rate,
                blocksize=rate // 50,
                device=about["index"],
                channels=channels,
                dtype="int16",
                latency=max(BUFFER_S, about["default_high_input_latency"]),
                callback=on_block,
            )
            self._stream.start()
            OPEN.add(id(self))
        except sd.PortAudioError as error:
            raise GhostPilotError(
                f"{about['name']} cannot be opened",
                str(error),
                "Check that no other program holds it and that this one may use the microphone.",
            ) from error

    def ended(self) -> str:
        try:
            active = self._stream.active
        except self._failure as error:
            return str(error)
        return "" if active else "the device was disconnected"

    def close(self) -> None:
        self._stream.close(ignore_errors=True)
        with PORTAUDIO:
            OPEN.discard(id(self))

"""Linux system audio and microphones through PulseAudio, or PipeWire speaking its protocol.

A sink's monitor is what it plays. One ``parec`` child per channel records, because a process
has only one PULSE_SOURCE; devices are listed with pulsectl.
"""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING, Any

from app.audio.line import Line
from app.audio.system import LOADING, Stream
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device

if TYPE_CHECKING:
    import pulsectl

RATE = 48_000
LATENCY_MS = 20
"""How much sound the server collects before it passes it on."""
FIRST_SOUND_S = 1.0
"""A source that can be recorded sends within this time; else its child has said why not."""


class PulseSystem:
    """The sound server of this user's session."""

    fresh = True
    silence_hint = "check that the device is the right one and not muted"

    def __init__(self) -> None:
        self._pulse: pulsectl.Pulse | None = None
        self._connection()

    def devices(self) -> list[Device]:
        import pulsectl

        try:
            pulse = self._connection()
            server: Any = pulse.server_info()
            sources: list[Any] = pulse.source_list()
            sinks: list[Any] = pulse.sink_list()
        except (pulsectl.PulseError, OSError) as error:
            self.close()
            raise _no_server() from error
        return _as_devices(server, sources, sinks)

    def missing(self, channel: Channel) -> GhostPilotError:
        what = "output to listen to" if channel == "them" else "microphone"
        return GhostPilotError(
            f"The sound server has no {what}",
            next_step="Connect one, or choose another device in the settings.",
        )

    def open(self, device: Device, line: Line) -> Stream:
        return _Parec(device, line)

    def stale(self) -> bool:
        return False

    def rescan(self) -> None:
        """The server's list is always the present one."""

    def close(self) -> None:
        if self._pulse is not None:
            self._pulse.close()
            self._pulse = None

    def _connection(self) -> pulsectl.Pulse:
        if self._pulse is not None and self._pulse.connected:
            return self._pulse
        self.close()
        try:
            with LOADING:
                import pulsectl
        except ImportError as error:
            raise GhostPilotError(
                "The package pulsectl is missing",
                str(error),
                "Install it with: pip install pulsectl",
                exit_code=3,
            ) from error
        except OSError as error:
            raise GhostPilotError(
                "The library of the sound server is missing",
                str(error.__cause__ or error),  # a frozen program wraps it in advice to its makers
                "Install the packages libpulse0 and pulseaudio-utils.",
                exit_code=3,
            ) from error
        pulse = pulsectl.Pulse("GhostPilot", connect=False)
        try:
            pulse.connect()
        except pulsectl.PulseError as error:
            pulse.close()
            raise _no_server() from error
        self._pulse = pulse
        return pulse


def _no_server() -> GhostPilotError:
    """The same words however it was noticed; the library's are a number or say the same."""
    return GhostPilotError(
        "No sound server answers",
        next_step="Start PulseAudio or PipeWire, or set AUDIO_BACKEND=sounddevice.",
    )


def _as_devices(server: Any, sources: list[Any], sinks: list[Any]) -> list[Device]:
    """Monitors and inputs for "them", inputs and monitors for "me".

    A monitor as microphone, and an input as system audio, are virtual cables: they can be
    chosen. A default source that only repeats the default sink is no microphone.
    """
    sink_names = {sink.name: sink.description for sink in sinks}
    playing = server.default_sink_name
    monitors = [source for source in sources if source.monitor_of_sink_name]
    inputs = [source for source in sources if not source.monitor_of_sink_name]
    speaks = server.default_source_name
    if any(s.name == speaks and s.monitor_of_sink_name == playing for s in monitors):
        speaks = inputs[0].name if inputs else ""
    them = [
        Device(
            "them",
            sink_names.get(source.monitor_of_sink_name, source.description),
            source.name,
            source.monitor_of_sink_name == playing,
        )
        for source in monitors
    ]
    them += [Device("them", source.description, source.name, False) for source in inputs]
    return them + [
        Device("me", source.description, source.name, source.name == speaks)
        for source in inputs + monitors
    ]


class _Parec:
    """A child that records one source; its pipe and the server hold well over 200 ms."""

    def __init__(self, device: Device, line: Line) -> None:
        self._line = line
        self._reason = ""
        self._first = threading.Event()
        command = [
            "parec",
            f"--device={device.key}",
            f"--rate={RATE}",
            "--channels=2",
            "--format=s16le",
            f"--latency-msec={LATENCY_MS}",
            "--client-name=GhostPilot",
            f"--stream-name=GhostPilot hears {device.channel}",
        ]
        line.begin(RATE, 2)
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
            )
        except OSError as error:
            raise GhostPilotError(
                "The program parec is missing",
                str(error),
                "Install it with: apt install pulseaudio-utils",
                exit_code=3,
            ) from error
        name = f"parec {device.channel}"
        self._thread = threading.Thread(target=self._read, name=name, daemon=True)
        self._thread.start()
        self._first.wait(FIRST_SOUND_S)
        if reason := self.ended():
            self.close()
            raise GhostPilotError(
                f"{device.name} cannot be recorded",
                reason,
                "Choose another device in the settings.",
            )

    def ended(self) -> str:
        return self._reason

    def close(self) -> None:
        if self._child.poll() is None:
            self._child.terminate()
        try:
            self._child.wait(1.0)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._thread.join()
        for pipe in (self._child.stdout, self._child.stderr):
            if pipe:
                pipe.close()

    def _read(self) -> None:
        out, err = self._child.stdout, self._child.stderr
        assert out and err
        while data := os.read(out.fileno(), 1 << 16):
            self._line.feed(data)
            self._first.set()
        said = err.read().decode(errors="replace").strip().splitlines()
        self._reason = said[-1] if said else "the recording program ended"
        self._first.set()

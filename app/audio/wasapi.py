"""Windows system audio and microphones: WASAPI through PyAudioWPatch, a PortAudio with loopback."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from app.audio.devices import told_apart
from app.audio.endpoints import Signature, read_signature
from app.audio.line import Line
from app.audio.silence import SilenceFiller
from app.audio.system import Stream
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device

_LOOPBACK = " [Loopback]"
BLOCKS_PER_SECOND = 25
"""40 ms a block: PortAudio's buffer then outlasts a capture thread that is held up."""


class WasapiSystem:
    """Every output has a loopback twin among the inputs; what it plays is "them"."""

    fresh = False
    silence_hint = (
        "check that the device is the right one, not muted, and allowed under Settings, Privacy"
    )

    def __init__(self, signature: Callable[[], Signature] = read_signature) -> None:
        self._library = _load()
        self._read_signature = signature
        self._start()

    def devices(self) -> list[Device]:
        them, me = self._default_names()
        found = []
        for name, about in self._inputs():
            if about["isLoopbackDevice"]:
                plain = name.replace(_LOOPBACK, "")
                found.append(Device("them", plain, name, name == them))
            else:
                found.append(Device("me", name, name, name == me))
        return found

    def missing(self, channel: Channel) -> GhostPilotError:
        what = "output to listen to" if channel == "them" else "microphone"
        return GhostPilotError(
            f"Windows has no {what}",
            next_step="Connect one, or enable it under Settings, System, Sound.",
        )

    def open(self, device: Device, line: Line) -> Stream:
        for name, about in self._inputs():
            if name == device.key:
                return _WasapiStream(self._library, self._audio, about, line)
        raise GhostPilotError(f"{device.name} is not connected", next_step="Connect it again.")

    def stale(self) -> bool:
        return self._read_signature() != self._signature

    def rescan(self) -> None:
        """PortAudio lists devices once, when it starts."""
        self._audio.terminate()
        self._start()

    def close(self) -> None:
        self._audio.terminate()

    def _start(self) -> None:
        self._signature = self._read_signature()
        try:
            self._audio = self._library.PyAudio()
        except OSError as error:
            raise _no_sound(error) from error

    def _inputs(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and description of WASAPI's inputs."""
        try:
            listed = list(
                self._audio.get_device_info_generator_by_host_api(
                    host_api_type=self._library.paWASAPI
                )
            )
        except OSError as error:
            raise _no_sound(error) from error
        inputs = [about for about in listed if about["maxInputChannels"] >= 1]
        return list(zip(told_apart(about["name"] for about in inputs), inputs, strict=True))

    def _default_names(self) -> tuple[str, str]:
        """Names of the default output's loopback and of the default microphone, or empty."""
        try:
            them = self._audio.get_default_wasapi_loopback()["name"]
        except (OSError, LookupError):
            them = ""
        try:
            me = self._audio.get_default_wasapi_device(d_in=True)["name"]
        except OSError:
            me = ""
        return them, me


def _no_sound(error: OSError) -> GhostPilotError:
    return GhostPilotError(
        "Windows offers no WASAPI sound",
        str(error),
        "Check that the service Windows Audio runs.",
    )


def _load() -> ModuleType:
    try:
        import pyaudiowpatch
    except ImportError as error:
        raise GhostPilotError(
            "The package PyAudioWPatch is missing",
            str(error),
            "Install it with: pip install PyAudioWPatch",
            exit_code=3,
        ) from error
    library: ModuleType = pyaudiowpatch
    return library


class _WasapiStream:
    """One open input in callback mode; a loopback is silent while nothing plays."""

    def __init__(self, library: Any, audio: Any, about: dict[str, Any], line: Line) -> None:
        rate = int(about["defaultSampleRate"])
        channels = int(about["maxInputChannels"])
        line.begin(rate, channels)

        def on_block(data: bytes, frames: int, times: Any, status: int) -> tuple[None, int]:
            line.feed(data, overflowed=bool(status & library.paInputOverflow))
            return None, library.paContinue

        try:
            self._stream = audio.open(
                rate=rate,
                channels=channels,
                format=library.paInt16,
                input=True,
                input_device_index=about["index"],
                frames_per_buffer=rate // BLOCKS_PER_SECOND,
                stream_callback=on_block,
            )
        except (OSError, ValueError) as error:
            raise GhostPilotError(
                f"{about['name']} cannot be opened",
                str(error),
                "Check that no other program holds it, and that desktop apps may use the "
                "microphone under Settings, Privacy.",
            ) from error
        self._silence = SilenceFiller(line) if about["isLoopbackDevice"] else None

    def ended(self) -> str:
        try:
            active = self._stream.is_active()
        except OSError as error:
            return str(error)
        return "" if active else "the device was disconnected"

    def close(self) -> None:
        if self._silence:
            self._silence.close()
        self._stream.close()

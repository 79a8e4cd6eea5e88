"""macOS system audio through a Core Audio tap (catap, macOS 14.2 or later), else a virtual cable.

The tap hears what every program plays, whatever the output. Microphones, and BlackHole where
there is no tap, come through PortAudio.
"""

from __future__ import annotations

import logging
from types import ModuleType
from typing import Any

from app.audio.convert import SampleFormat
from app.audio.line import Line
from app.audio.silence import SilenceFiller
from app.audio.sounddevice_ import SoundDeviceSystem
from app.audio.system import Stream
from app.core.errors import GhostPilotError
from app.core.events import Channel, Device

log = logging.getLogger(__name__)

TAP = Device("them", "What this Mac plays", "tap", True)
PENDING_BLOCKS = 256
"""Blocks the tap holds for a late reader before it gives up: more than two seconds."""
_SAMPLES: dict[tuple[bool, int], SampleFormat] = {
    (True, 32): "f32",
    (True, 64): "f64",
    (False, 16): "s16",
    (False, 24): "s24",
    (False, 32): "s32",
}
_ALLOW = "Allow it under System Settings, Privacy & Security, Screen & System Audio Recording"


class CoreAudioSystem:
    """The tap for "them", PortAudio's inputs for the rest."""

    fresh = False
    silence_hint = _ALLOW
    """Without that permission macOS sends zeros and no error."""

    def __init__(self) -> None:
        self._inputs = SoundDeviceSystem()
        self._catap, self._no_tap = _load()
        self._seen = self._signature()

    def devices(self) -> list[Device]:
        inputs = self._inputs.devices()
        if self._catap is None:
            return inputs
        return [TAP] + [
            Device(each.channel, each.name, each.key, each.default and each.channel == "me")
            for each in inputs
        ]

    def missing(self, channel: Channel) -> GhostPilotError:
        if channel == "me":
            return self._inputs.missing(channel)
        return GhostPilotError(
            "What this Mac plays cannot be heard",
            self._no_tap,
            "On macOS 14.2 or later install catap (pip install catap); before that install the "
            "virtual cable BlackHole, play through it, and choose it as the system audio device.",
            exit_code=3,
        )

    def open(self, device: Device, line: Line) -> Stream:
        if device.key == TAP.key and self._catap is not None:
            return _Tap(self._catap, line)
        return self._inputs.open(device, line)

    def stale(self) -> bool:
        return self._signature() != self._seen

    def rescan(self) -> None:
        self._seen = self._signature()
        self._inputs.rescan()

    def close(self) -> None:
        self._inputs.close()

    def _signature(self) -> tuple[str, ...]:
        """Devices and which are the defaults, as Core Audio knows them now."""
        if self._catap is None:
            return ()
        return tuple(
            f"{each.uid} {each.is_default_input} {each.is_default_output}"
            for each in self._catap.list_audio_devices()
        )


def _load() -> tuple[ModuleType | None, str]:
    """The library, or None and the reason; it refuses to load before macOS 14.2."""
    try:
        import catap
    except ImportError as error:
        return None, str(error)
    return catap, ""


class _Tap:
    """A tap on everything that is played; its blocks come on a thread of the library's."""

    def __init__(self, catap: Any, line: Line) -> None:
        self._line = line
        self._shaped = False
        self._session = catap.record_system_audio(
            on_buffer=self._on_block, max_pending_buffers=PENDING_BLOCKS
        )
        try:
            self._session.start()
        except (OSError, RuntimeError, ValueError) as error:
            self._close_session()
            raise GhostPilotError(
                "What this Mac plays cannot be heard",
                str(error),
                f"{_ALLOW}; or install the virtual cable BlackHole and choose it.",
            ) from error
        form = self._session.stream_format
        sample: SampleFormat = _SAMPLES[form.is_float, form.bits_per_sample]
        line.begin(int(form.sample_rate), form.num_channels, sample)
        self._shaped = True
        self._silence = SilenceFiller(line)

    def ended(self) -> str:
        return "the tap broke off, as when the output changes its format" * bool(
            self._session.capture_failed
        )

    def close(self) -> None:
        self._silence.close()
        self._close_session()

    def _close_session(self) -> None:
        """Let go of the tap.

        After a failure the library raises that failure once more while it cleans up; only
        when something is left to clean is a second attempt due.
        """
        for _ in range(2):
            try:
                self._session.close()
            except (OSError, RuntimeError) as error:
                log.info("closing the system audio tap: %s", error)
            if not self._session.needs_cleanup:
                return
        log.warning("the system audio tap could not be released")

    def _on_block(self, block: Any) -> None:
        """Blocks that come before the shape is known, a few milliseconds, are let go."""
        if self._shaped:
            self._line.feed(block.data)

"""Preflight of hearing: both channels through the real backend, and echo between them."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from app.audio.base import RATE, SAMPLE_BYTES, Sound
from app.audio.devices import choose, is_wanted
from app.audio.health import SILENT_LEVEL
from app.checks.base import Checker, Subject, failed
from app.core import host
from app.core.check import Check
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Device, Health
from app.core.inbox import Inbox
from app.core.sections import Audio

NAMES: dict[Channel, str] = {"them": "them heard", "me": "me heard"}
ECHO = "echo"
LISTEN_S = 2.0
DEVICES_S = 4.0
"""A sound system that works lists its devices in far less."""
DELAYS_S = (-0.05, 0.4)
"""When the microphone may hear what the loudspeaker plays: devices differ in their delay."""
ECHO_LIKENESS = 0.1
"""Phase correlation, 0 to 1: unrelated sounds stay below 0.03, an echo beside other sound
shows from 0.15."""

SWITCH_ON: dict[Channel, str] = {"them": "audio.them", "me": "audio.me"}
MAKE_SOUND: dict[Channel, str] = {
    "them": "Play something, such as a video, and run this again.",
    "me": "Speak while this runs; if it stays silent, see whether the microphone is muted.",
}


@dataclass(slots=True)
class Heard:
    """What one channel gave while it was listened to."""

    level: float = 0.0
    """The loudest block's RMS, 0 to 1."""
    chunks: list[AudioChunk] = field(default_factory=list)
    trouble: str = ""

    @property
    def sounds(self) -> bool:
        return self.level >= SILENT_LEVEL


async def hearing(subject: Subject) -> list[Check]:
    """Listen to the wanted channels for two seconds; devices are closed again afterwards."""
    audio = subject.settings.audio
    wanted: list[Channel] = [name for name in ("them", "me") if getattr(audio, name)]
    checks = [
        Check(
            NAMES[name],
            "SKIP",
            "Listening to this channel is switched off in the settings.",
            f"To hear it, set {SWITCH_ON[name]} to true.",
        )
        for name in NAMES
        if name not in wanted
    ]
    devices: list[Device] = []
    if audio.backend != "file":
        try:
            async with asyncio.timeout(DEVICES_S):
                devices = await _devices(audio)
        except TimeoutError:
            hung = GhostPilotError(
                "The sound system does not answer",
                f"it was asked {DEVICES_S:g} s ago",
                "Restart the sound server or the computer.",
            )
            return [*checks, *(failed(NAMES[name], hung) for name in wanted), _no_echo()]
        except GhostPilotError as error:
            return [*checks, *(_without_sound(audio, name, error) for name in wanted), _no_echo()]
        if not devices and is_unconfigured(audio):
            none = GhostPilotError(
                "No sound server runs and no sound device is connected",
                next_step="Start PulseAudio or PipeWire, or connect a headset.",
            )
            return [*checks, *(_without_sound(audio, name, none) for name in wanted), _no_echo()]
    heard = await listen(audio, wanted)
    checks += [_channel(audio, name, heard[name], devices) for name in wanted]
    return [*checks, await asyncio.to_thread(_echo, heard)]


CHECKER = Checker((*NAMES.values(), ECHO), hearing, 13.0)


async def _devices(audio: Audio) -> list[Device]:
    from app.audio import list_devices

    return await list_devices(audio)


def is_unconfigured(audio: Audio) -> bool:
    """Whether nobody set sound up here: no choice in the settings, no server of the session."""
    chosen = audio.backend != "auto" or audio.them_device or audio.me_device
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    server = os.environ.get("PULSE_SERVER") or (runtime / "pulse" / "native").exists()
    return host.system() == "linux" and not chosen and not server


def _without_sound(audio: Audio, channel: Channel, error: GhostPilotError) -> Check:
    check = failed(NAMES[channel], error)
    if not is_unconfigured(audio):
        return check
    return Check(check.name, "SKIP", check.words, check.next_step)


async def listen(audio: Audio, channels: list[Channel]) -> dict[Channel, Heard]:
    """What each channel gives in two seconds."""
    from app.audio import open_audio

    heard = {name: Heard() for name in channels}
    inbox: Inbox[Sound] = Inbox(2000)
    backend = open_audio(audio, Clock())
    try:
        if channels:
            await backend.start(channels, inbox)
            await asyncio.sleep(LISTEN_S)
    except GhostPilotError as error:
        for one in heard.values():
            one.trouble = str(error)
    finally:
        await backend.stop()
    for sound in inbox.drain():
        one = heard[sound.channel]
        if isinstance(sound, AudioChunk):
            one.chunks.append(sound)
        elif isinstance(sound, Health):
            one.level = max(one.level, sound.level)
            if sound.state in ("lost", "no_frames"):
                one.trouble = sound.note
            elif sound.state == "recovered":
                one.trouble = ""
    return heard


def _channel(audio: Audio, channel: Channel, heard: Heard, devices: list[Device]) -> Check:
    name = NAMES[channel]
    if audio.backend == "file":
        source = f"the recording {audio.file}"
    else:
        wanted: str = getattr(audio, f"{channel}_device")
        device = choose(devices, channel, wanted)
        if device is None:
            kind = "output to listen to" if channel == "them" else "microphone"
            words = f"There is no {kind}."
            return Check(name, "FAIL", words, "Connect one, or choose a device in the settings.")
        source = device.name
        if not is_wanted(device, wanted):
            words = f"{wanted} is not there; {source} would be used instead."
            return Check(name, "FAIL", words, "Connect it, or choose another in the settings.")
    if heard.trouble or not heard.chunks:
        words = f"{source} gives no sound: {heard.trouble or 'it sends nothing'}."
        return Check(name, "FAIL", words, "Reconnect it, or choose another in the settings.")
    if not heard.sounds:
        return Check(name, "SKIP", f"{source} is open, but silent.", MAKE_SOUND[channel])
    return Check(name, "PASS", f"{source} is heard, {in_words(heard.level)}.")


def in_words(level: float) -> str:
    """A level, 0 to 1, in decibels below full scale."""
    from math import log10

    return f"loudest at {20 * log10(max(level, 1e-6)):.0f} dB of full scale"


def _no_echo() -> Check:
    words = "Echo shows only while both channels have sound."
    return Check(ECHO, "SKIP", words, "Play something while you speak, and run this again.")


def _echo(heard: dict[Channel, Heard]) -> Check:
    if len(heard) < 2 or not all(one.sounds and one.chunks for one in heard.values()):
        return _no_echo()
    if likeness(heard["them"].chunks, heard["me"].chunks) < ECHO_LIKENESS:
        return Check(ECHO, "PASS", "The microphone does not hear the loudspeaker.")
    return Check(
        ECHO,
        "FAIL",
        "The microphone hears the loudspeaker, so the other side's words come twice.",
        "Use headphones. Without them most repeated words are recognised and left out.",
    )


def likeness(them: list[AudioChunk], me: list[AudioChunk]) -> float:
    """How clearly one sound is in the other at one delay, 0 to 1: GCC-PHAT's peak."""
    import numpy as np

    begin = min(them[0].at, me[0].at)
    size = int((max(them[-1].at, me[-1].at) - begin + 1.0) * RATE)

    def line(chunks: list[AudioChunk]) -> np.ndarray:
        samples = np.zeros(size)
        for chunk in chunks:
            at = int((chunk.at - begin) * RATE)
            count = min(len(chunk.pcm) // SAMPLE_BYTES, size - at)
            if count > 0:
                samples[at : at + count] = np.frombuffer(chunk.pcm, "<i2", count)
        return samples

    padded = 1 << (2 * size - 1).bit_length()
    cross = np.fft.rfft(line(me), padded) * np.conj(np.fft.rfft(line(them), padded))
    peaks = np.abs(np.fft.irfft(cross / np.maximum(np.abs(cross), 1e-9), padded))
    first, last = (int(delay * RATE) for delay in DELAYS_S)
    return float(max(peaks[:last].max(), peaks[first:].max()))

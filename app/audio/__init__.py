"""Hearing: where sound comes from, one backend per system behind one factory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.audio.base import AudioBackend
from app.core import host
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Device
from app.core.sections import BACKENDS, Audio

if TYPE_CHECKING:
    from app.audio.live import LiveBackend
    from app.audio.system import SoundSystem


def open_audio(settings: Audio, clock: Clock) -> AudioBackend:
    """The source of sound that the settings name; nothing is loaded or opened before `start`.

    Raises `GhostPilotError` for a backend nobody knows, or the file backend without a file.
    """
    _check(settings)
    if settings.backend == "file":
        return open_file(Path(settings.file).expanduser(), clock, realtime=True)
    return open_live(settings, clock)


def open_live(settings: Audio, clock: Clock) -> LiveBackend:
    """The devices of this machine as the source of sound, also while nothing is recorded.

    `LiveBackend.device` tells which one is heard. Raises as `open_audio`.
    """
    _check(settings)
    from app.audio.live import LiveBackend

    return LiveBackend(
        lambda: _make_system(settings.backend),
        {"them": settings.them_device, "me": settings.me_device},
        clock,
        silent_after=settings.silent_after,
    )


def open_file(path: Path, clock: Clock, *, realtime: bool) -> AudioBackend:
    """A recording as the source of sound; see `app.audio.file.FileBackend`."""
    from app.audio.file import FileBackend

    return FileBackend(path, clock, realtime=realtime)


async def list_devices(settings: Audio) -> list[Device]:
    """What each channel can listen to with these settings; empty for the file backend.

    `Device.name` is what `audio.them_device` and `audio.me_device` remember. No device is
    opened. Raises `GhostPilotError` when the sound system does not answer.
    """
    _check(settings)
    if settings.backend == "file":
        return []
    from app.audio.live import answer
    from app.audio.worker import Worker

    worker = Worker("list devices")
    try:
        return await answer(worker, lambda: _list(settings.backend))
    finally:
        worker.shutdown(wait=False)


def _list(backend: str) -> list[Device]:
    from app.audio.system import one_failure_shape

    with one_failure_shape():
        sounds = _make_system(backend)
        try:
            if not sounds.fresh:
                sounds.rescan()
            return sounds.devices()
        finally:
            sounds.close()


def _check(settings: Audio) -> None:
    if settings.backend not in BACKENDS:
        raise GhostPilotError(
            f"There is no audio backend {settings.backend!r}",
            next_step=f"AUDIO_BACKEND (or audio.backend) must be one of {', '.join(BACKENDS)}.",
        )
    if settings.backend == "file" and not settings.file:
        raise GhostPilotError(
            "There is no recording to listen to",
            "the audio backend is file, but audio.file (or AUDIO_FILE) is empty",
            "Name a WAV file there.",
        )


def _make_system(backend: str) -> SoundSystem:
    """The sound system of that name; ``auto`` is the best one of this machine."""
    match backend:
        case "auto":
            return _best_system()
        case "wasapi":
            from app.audio.wasapi import WasapiSystem

            return WasapiSystem()
        case "coreaudio":
            from app.audio.coreaudio import CoreAudioSystem

            return CoreAudioSystem()
        case "pulse":
            from app.audio.pulse import PulseSystem

            return PulseSystem()
        case _:
            from app.audio.sounddevice_ import SoundDeviceSystem

            return SoundDeviceSystem()


def _best_system() -> SoundSystem:
    match host.system():
        case "windows":
            return _make_system("wasapi")
        case "macos":
            return _make_system("coreaudio")
        case _:
            try:
                return _make_system("pulse")
            except GhostPilotError as no_server:
                try:
                    plain = _make_system("sounddevice")
                except GhostPilotError:
                    raise no_server from None
                if not plain.devices():
                    raise
                return plain

"""Hearing: where sound comes from, one backend per system behind one factory."""

from __future__ import annotations

from pathlib import Path

from app.audio.base import AudioBackend
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.settings import BACKENDS, Audio


def open_audio(settings: Audio, clock: Clock) -> AudioBackend:
    """The source of sound that the settings name; nothing is opened before its `start`.

    Raises `GhostPilotError` for a backend nobody knows, or a file backend without a file.
    """
    match settings.backend:
        case "file" if settings.file:
            return open_file(Path(settings.file).expanduser(), clock, realtime=True)
        case "file":
            raise GhostPilotError(
                "There is no recording to listen to",
                "AUDIO_BACKEND is file, but the setting audio.file (or AUDIO_FILE) is empty",
                "Name a WAV file there.",
            )
        case _:
            raise GhostPilotError(
                f"There is no audio backend {settings.backend!r}",
                next_step=f"AUDIO_BACKEND (or audio.backend) must be one of {', '.join(BACKENDS)}.",
            )


def open_file(path: Path, clock: Clock, *, realtime: bool) -> AudioBackend:
    """A recording as the source of sound; see `app.audio.file.FileBackend`."""
    from app.audio.file import FileBackend

    return FileBackend(path, clock, realtime=realtime)

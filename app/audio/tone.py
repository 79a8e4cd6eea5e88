"""Plays a short tone through the default output, so that the other side's meter can be tried."""

from __future__ import annotations

import array
import importlib
import io
import math
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import Any

from app.core import host
from app.core.errors import GhostPilotError

RATE = 48_000
LENGTH_S = 1.6
NOTES = (392.0, 494.0, 587.0)
"""Hertz of the three notes played one after the other."""
LOUDNESS = 0.25
PATIENCE_S = 10.0
PLAYERS = (["paplay"], ["pw-play"], ["afplay"], ["aplay", "-q"])
"""Programs that play a file as any other program's sound; the first that is there is used."""


def tone() -> bytes:
    """The tone as a mono WAV file, without a click at either end of a note."""
    length = int(RATE * LENGTH_S / len(NOTES))
    samples = array.array("h")
    for pitch in NOTES:
        for n in range(length):
            fade = min(1.0, n / 600, (length - n) / 2400)
            value = LOUDNESS * fade * math.sin(2 * math.pi * pitch * n / RATE)
            samples.append(round(32767 * value))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, len(samples), "NONE", ""))
        out.writeframes(samples.tobytes())
    return file.getvalue()


def play() -> None:
    """Play the tone and wait for its end. Blocking.

    Raises `GhostPilotError` when there is no way to play it.
    """
    if host.system() == "windows":
        winsound: Any = importlib.import_module("winsound")
        winsound.PlaySound(tone(), winsound.SND_MEMORY)
        return
    player = next((command for command in PLAYERS if shutil.which(command[0])), None)
    if player is None:
        known = ", ".join(command[0] for command in PLAYERS)
        raise _not_played(f"none of {known} is installed")
    with tempfile.TemporaryDirectory(prefix="ghostpilot") as folder:
        path = Path(folder) / "tone.wav"
        path.write_bytes(tone())
        try:
            subprocess.run(
                [*player, str(path)], check=True, capture_output=True, timeout=PATIENCE_S
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _not_played(f"{player[0]}: {error}") from error


def _not_played(why: str) -> GhostPilotError:
    return GhostPilotError(
        "The test sound cannot be played",
        why,
        "Play anything with a voice in it instead, such as a video.",
    )

"""A call can be played to both channels of a sound server that leads nowhere."""

from __future__ import annotations

import os
import subprocess
import wave
from pathlib import Path

import pytest

from app.bench import null_sound


def test_each_side_of_a_call_is_a_file_of_its_own(tmp_path: Path) -> None:
    call = tmp_path / "call.wav"
    with wave.open(str(call), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(memoryview(b"\x01\x00\x02\x00" * 100).tobytes())
    left, right = null_sound.split(call, tmp_path)
    for path, sample in ((left, b"\x01\x00"), (right, b"\x02\x00")):
        with wave.open(str(path)) as side:
            assert (side.getnchannels(), side.getframerate()) == (1, 16_000)
            assert side.readframes(1000) == sample * 100


def test_the_server_has_speakers_and_a_microphone() -> None:
    if null_sound.missing():
        pytest.skip(f"needs {null_sound.missing()}")
    with null_sound.sound_server() as environment:
        command = ["pactl", "info"]
        around = {**os.environ, **environment}
        told = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    assert "Default Sink: speakers" in told.stdout
    assert "Default Source: voice.monitor" in told.stdout

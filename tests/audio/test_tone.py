"""The test sound is heard where other programs' sound is heard."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import wave

import pytest

from app.audio import tone
from app.core.errors import GhostPilotError
from tests.audio.conftest import SoundServer


def test_it_is_a_short_quiet_tone_that_does_not_click() -> None:
    with wave.open(io.BytesIO(tone.tone())) as file:
        assert 1.0 < file.getnframes() / file.getframerate() < 2.0
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    assert 5000 < max(samples) < 16000


def test_without_a_player_another_sound_is_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(GhostPilotError, match="cannot be played") as caught:
        tone.play()
    assert "paplay" in caught.value.detail
    assert "video" in caught.value.next_step


def test_a_player_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tone, "PLAYERS", (["false"],))
    with pytest.raises(GhostPilotError, match="cannot be played"):
        tone.play()


def test_it_comes_out_of_the_default_sink(sound_server: SoundServer) -> None:
    heard = subprocess.Popen(
        ["parec", "-d", "speakers.monitor", "--format=s16le", "--rate=16000", "--channels=1"],
        stdout=subprocess.PIPE,
    )
    time.sleep(0.5)
    tone.play()
    heard.terminate()
    out, _ = heard.communicate(timeout=150)
    samples = memoryview(out[: len(out) // 2 * 2]).cast("h")
    assert max(samples) > 3000

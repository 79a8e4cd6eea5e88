"""The factory opens what the settings name and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.audio import open_audio, open_file
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.settings import Audio
from tests.audio.sounds import chirps, hear_all, samples, sound_of, write_wav


def test_an_unknown_backend_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(GhostPilotError) as caught:
        open_audio(Audio(backend="telepathy"), Clock())
    assert "'telepathy'" in str(caught.value)
    assert "pulse" in caught.value.next_step


def test_the_file_backend_needs_a_file() -> None:
    with pytest.raises(GhostPilotError, match="no recording to listen to"):
        open_audio(Audio(backend="file"), Clock())


async def test_a_recording_is_a_source(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "call.wav", chirps(0.2))
    fast = await hear_all(open_file(path, Clock(), realtime=False), ("them",))
    played = await hear_all(open_audio(Audio(backend="file", file=str(path)), Clock(4)), ("them",))
    assert (samples(sound_of(fast, "them")) == samples(sound_of(played, "them"))).all()


def test_the_factory_loads_no_heavy_library() -> None:
    code = (
        "import sys; from app.audio import open_file, open_audio; from pathlib import Path;"
        "from app.core.clock import Clock; open_file(Path('x.wav'), Clock(), realtime=True);"
        "print([m for m in ('numpy', 'soxr', 'soundfile', 'sounddevice') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert out.stdout.strip() == "[]"

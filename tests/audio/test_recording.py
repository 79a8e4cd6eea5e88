"""Every kind of recording is read as far as it goes; what is no recording is named so."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio.base import RATE
from app.audio.recording import Recording
from app.core.errors import GhostPilotError
from app.core.events import Channel
from tests.audio.sounds import chirps, likeness, samples, tone, write_wav


def heard(path: Path) -> tuple[dict[Channel, np.ndarray], str]:
    recording = Recording(path)
    parts: dict[Channel, bytes] = {}
    for block in recording.blocks():
        for name, pcm in block.items():
            parts[name] = parts.get(name, b"") + pcm
    recording.close()
    return {name: samples(pcm) for name, pcm in parts.items()}, recording.damage


def refusal(path: Path) -> str:
    with pytest.raises(GhostPilotError) as caught:
        Recording(path)
    assert caught.value.exit_code == 2
    assert str(path) in str(caught.value)
    assert caught.value.next_step
    return str(caught.value)


def test_mono_is_the_other_side(tmp_path: Path) -> None:
    sound, damage = heard(write_wav(tmp_path / "call.wav", chirps(2.5)))
    assert list(sound) == ["them"]
    assert likeness(sound["them"], chirps(2.5)) > 0.9999
    assert not damage


def test_left_is_them_and_right_is_me(tmp_path: Path) -> None:
    left, right = chirps(2.2, 44100, seed=2), tone(2.2, 44100)
    sound, _ = heard(write_wav(tmp_path / "call.wav", np.stack([left, right], 1), 44100))
    assert likeness(sound["me"], tone(2.2)) > 0.999
    assert abs(likeness(sound["them"], tone(2.2))) < 0.1
    assert len(sound["them"]) == len(sound["me"]) == pytest.approx(2.2 * RATE, abs=2)


def test_more_channels_are_mixed_into_them(tmp_path: Path) -> None:
    sound, _ = heard(write_wav(tmp_path / "room.wav", np.stack([chirps(1.0)] * 6, 1)))
    assert list(sound) == ["them"]
    assert likeness(sound["them"], chirps(1.0)) > 0.9999


@pytest.mark.parametrize(
    "subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "IMA_ADPCM"]
)
def test_every_width_and_coding_of_wav(tmp_path: Path, subtype: str) -> None:
    path = write_wav(tmp_path / "call.wav", tone(1.0, 32000), 32000, subtype)
    sound, damage = heard(path)
    assert likeness(sound["them"][200:], tone(1.0)[200:]) > 0.99
    assert not damage


@pytest.mark.parametrize("kind", ["WAVEX", "RF64", "W64", "FLAC"])
def test_containers_beside_plain_wav(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "call.any"
    soundfile.write(path, chirps(1.0), RATE, format=kind, subtype="PCM_24")
    assert likeness(heard(path)[0]["them"], chirps(1.0)) > 0.9999


@pytest.mark.parametrize("kind", ["WAV", "WAVEX", "RF64", "W64", "FLAC"])
def test_a_file_cut_short_is_used_as_far_as_it_goes(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "call.any"
    soundfile.write(path, chirps(4.0), RATE, format=kind, subtype="PCM_16")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    sound, damage = heard(path)
    assert len(sound["them"]) == pytest.approx(2.0 * RATE, rel=0.15)
    assert likeness(sound["them"], chirps(4.0)) > 0.999
    assert "call.any" in damage


def test_a_recorder_that_died_left_a_header_without_a_length(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "call.wav", chirps(1.0))
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"data") + 4, 0)
    path.write_bytes(content)
    sound, damage = heard(path)
    assert likeness(sound["them"], chirps(1.0)) > 0.999
    assert "never finished" in damage


def test_a_streamed_wav_of_unknown_length_is_whole(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "call.wav", chirps(1.0))
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"data") + 4, 0xFFFF_FFFF)
    path.write_bytes(content)
    sound, damage = heard(path)
    assert len(sound["them"]) == RATE
    assert not damage


def test_seek_goes_on_from_there(tmp_path: Path) -> None:
    recording = Recording(write_wav(tmp_path / "call.wav", chirps(3.0)))
    recording.seek(2.5)
    rest = b"".join(block["them"] for block in recording.blocks())
    recording.close()
    assert likeness(samples(rest), chirps(3.0)[int(2.5 * RATE) :]) > 0.9999


def test_what_is_no_recording_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    assert "cannot be read" in refusal(path)
    path.write_bytes(b"")
    assert "is empty" in refusal(path)
    for content in (b"These are notes, not sound.\n" * 99, bytes(5000), b"RIFF\x10\0\0\0WAVE"):
        path.write_bytes(content)
        assert "is not a WAV file" in refusal(path)
    (tmp_path / "folder.raw").mkdir()
    assert "cannot be read" in refusal(tmp_path / "folder.raw")
    (tmp_path / "call.raw").write_bytes(bytes(3000))
    assert "is not a WAV file" in refusal(tmp_path / "call.raw")


def test_a_wav_without_samples_or_with_an_impossible_rate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
    assert "holds no sound" in refusal(path)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 1, 0, "NONE", ""))
        file.writeframes(bytes(3200))
    assert "holds no sound" in refusal(path)

"""Kept sound is heard at its place on the timeline, or a sentence says why not."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio.base import RATE
from app.audio.output import NullOutput, Output
from app.audio.playback import Playback
from app.core.errors import GhostPilotError
from tests.audio.conftest import SoundServer
from tests.audio.sounds import chirps, likeness, tone
from tests.recorded import wait_until


@pytest.fixture
def flac(tmp_path: Path) -> Path:
    """Ten seconds: noise that is nowhere alike from them, a tone from me."""
    path = tmp_path / "sound.flac"
    sound = np.column_stack([chirps(10.0), 0.2 * tone(10.0)])
    soundfile.write(path, sound, RATE, format="FLAC", subtype="PCM_16")
    return path


def refuse(error: GhostPilotError) -> None:
    raise AssertionError(error)


def ended() -> bool:
    return all(thread.name != "play sound" for thread in threading.enumerate())


def heard_at(null: NullOutput, since: float, seconds: float) -> tuple[float, np.ndarray]:
    """When the sound heard from then on begins, against a moment, and its left ear."""
    pieces = [(at, piece) for at, piece in null.heard if at >= since]
    pcm = b"".join(piece for _, piece in pieces)
    left = np.frombuffer(pcm, "<i2").reshape(-1, 2)[: round(seconds * RATE), 0] / 32768
    return pieces[0][0] - since, left


def place_of(heard: np.ndarray, whole: np.ndarray) -> float:
    """Where in the whole a stretch was taken from, in seconds."""
    size = 1 << (len(whole) + len(heard)).bit_length()
    product = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(heard, size)))
    return float(np.argmax(product[: len(whole)]) / RATE)


def test_it_is_heard_where_the_timeline_is(flac: Path) -> None:
    null = NullOutput()
    sound = Playback(flac, refuse, output=lambda: null)
    assert sound.length == 10.0
    sound.choose("them", 1.0)
    begun = time.perf_counter()
    sound.follow(3.0)
    wait_until(lambda: len(null.heard) > 40)
    sound.close()
    wait_until(ended)
    late, left = heard_at(null, begun, 0.6)
    assert place_of(left, soundfile.read(flac)[0][:, 0]) == pytest.approx(3.0 + late, abs=0.06)
    assert null.closed


def test_a_jump_of_the_timeline_is_followed_and_small_steps_are_not(flac: Path) -> None:
    null = NullOutput()
    sound = Playback(flac, refuse, output=lambda: null)
    sound.choose("them", 1.0)
    sound.follow(1.0)
    begun = time.perf_counter()
    wait_until(lambda: len(null.heard) > 10)
    sound.follow(1.0 + time.perf_counter() - begun + 0.03)
    count = len(null.heard)
    wait_until(lambda: len(null.heard) > count + 10)
    _, left = heard_at(null, 0.0, 10.0)
    whole = soundfile.read(flac)[0][:, 0]
    start = round(place_of(left, whole) * RATE)
    assert likeness(left, whole[start : start + len(left)]) > 0.999, "it stumbled"
    jumped = time.perf_counter()
    sound.follow(7.0)
    wait_until(lambda: null.heard[-1][0] > jumped + 0.3)
    late, left = heard_at(null, jumped + 0.1, 0.3)
    assert place_of(left, whole) == pytest.approx(7.1 + late, abs=0.06)
    sound.close()
    wait_until(ended)


@pytest.mark.parametrize(("side", "volume"), [("me", 1.0), ("both", 1.0), ("them", 0.5)])
def test_a_side_and_a_loudness_are_chosen(flac: Path, side: str, volume: float) -> None:
    null = NullOutput()
    sound = Playback(flac, refuse, output=lambda: null)
    sound.choose(side, volume)  # type: ignore[arg-type] - one of its words
    sound.follow(0.0)
    wait_until(lambda: len(null.heard) > 20)
    sound.close()
    wait_until(ended)
    _, left = heard_at(null, 0.0, 0.3)
    them, me = soundfile.read(flac)[0].T
    wanted = {"me": me, "both": them + me, "them": them}[side] * volume
    start = round(place_of(left, wanted) * RATE)
    np.testing.assert_allclose(left, wanted[start : start + len(left)], atol=2e-4)


def test_silence_gives_the_device_back_and_the_end_is_silence(flac: Path) -> None:
    made: list[NullOutput] = []

    def output() -> Output:
        made.append(NullOutput())
        return made[-1]

    sound = Playback(flac, refuse, output=output)
    sound.follow(60.0)
    wait_until(lambda: made and len(made[0].heard) > 5)
    sound.follow(None)
    wait_until(lambda: made[0].closed)
    assert not any(any(piece) for _, piece in made[0].heard)
    sound.follow(1.0)
    wait_until(lambda: len(made) == 2 and made[1].heard)
    sound.close()
    wait_until(ended)


def test_a_missing_device_is_told_once_until_it_is_tried_again(flac: Path) -> None:
    told: list[str] = []

    def none() -> Output:
        raise GhostPilotError("The kept sound cannot be heard", "there is no loudspeaker")

    sound = Playback(flac, lambda error: told.append(str(error)), output=none)
    for seconds in (1.0, 1.1, 1.2):
        sound.follow(seconds)
        time.sleep(0.02)
    wait_until(lambda: told)
    assert len(told) == 1
    sound.follow(None)
    sound.follow(2.0)
    wait_until(lambda: len(told) == 2)
    sound.close()
    wait_until(ended)


@pytest.mark.parametrize("content", [b"", b"fLaC and no more", b"RIFF"])
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sound.flac"
    path.write_bytes(content)
    with pytest.raises(GhostPilotError, match="cannot be played"):
        Playback(path, refuse)


def test_another_shape_of_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sound.flac"
    soundfile.write(path, tone(0.1, 8000), 8000, format="FLAC")
    with pytest.raises(GhostPilotError, match="1 channels at 8000 Hz"):
        Playback(path, refuse)


def test_a_damaged_file_is_told_of_and_the_thread_lives_on(flac: Path) -> None:
    content = bytearray(flac.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4000] = bytes(4000)
    flac.write_bytes(content)
    told: list[str] = []
    null = NullOutput()
    sound = Playback(flac, lambda error: told.append(str(error)), output=lambda: null)
    for start in np.arange(0.0, 10.0, 0.5):
        sound.follow(None)
        sound.follow(float(start))
        time.sleep(0.03)
    sound.follow(None)
    sound.follow(0.5)
    wait_until(lambda: null.heard)
    sound.close()
    wait_until(ended)


PLAY = """
import sys, time
from pathlib import Path
from app.audio.playback import Playback
def tell(error): print(error, flush=True)
sound = Playback(Path(sys.argv[1]), tell)
sound.choose("them", 1.0)
sound.follow(2.0)
time.sleep(2.5)
sound.close()
time.sleep(0.3)
"""


def play(flac: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PLAY, str(flac)], capture_output=True, text=True, timeout=150
    )


def test_a_real_sound_server_hears_it(
    flac: Path, sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "alsa.conf"
    config.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    command = ["parec", "-d", "speakers.monitor", "--format=s16le", "--rate=16000", "--channels=2"]
    heard = tmp_path / "heard.pcm"
    with heard.open("wb") as file:
        recorder = subprocess.Popen([*command, "--latency-msec=50"], stdout=file)
        wait_until(lambda: sound_server.pactl("list", "short", "source-outputs").strip())
        done = play(flac)
        recorder.terminate()
        recorder.wait()
    pcm = heard.read_bytes()
    if "cannot be heard" in done.stdout:
        pytest.skip("ALSA has no way to PulseAudio here (Debian: libasound2-plugins)")
    assert done.returncode == 0, done.stderr
    left = np.frombuffer(pcm[: len(pcm) // 4 * 4], "<i2").reshape(-1, 2)[:, 0] / 32768
    loud = np.flatnonzero(np.abs(left) > 0.01)
    assert len(loud) > RATE, "nothing was heard"
    stretch = left[loud[0] + RATE // 2 : loud[0] + 2 * RATE]
    whole = soundfile.read(flac)[0][:, 0]
    start = round(place_of(stretch, whole) * RATE)
    assert likeness(stretch, whole[start : start + len(stretch)]) > 0.98
    assert 2.3 < start / RATE < 3.5


def test_without_a_loudspeaker_it_says_so_once(
    flac: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    done = play(flac)
    assert done.returncode == 0, done.stderr
    if not done.stdout:
        pytest.skip("this machine has a loudspeaker")
    assert done.stdout.count("The kept sound cannot be heard") == 1

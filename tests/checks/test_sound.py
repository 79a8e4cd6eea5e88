"""Hearing is checked on real devices: sound, silence, a missing device, an echo."""

from __future__ import annotations

import asyncio
import json
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from app.checks.base import Subject
from app.checks.sound import hearing, likeness
from app.cli import main
from app.core.check import Check
from app.core.events import AudioChunk, Channel
from app.core.settings import Settings, replace_values
from tests.audio.conftest import SoundServer, sound_server

__all__ = ["sound_server"]
RATE = 16_000


def noise(seed: int, seconds: float = 8.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 3000, int(seconds * RATE)).astype("<i2")


def written(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


async def checked(**changes: object) -> dict[str, Check]:
    settings = replace_values(Settings(), {f"audio.{key}": v for key, v in changes.items()})
    return {check.name: check for check in await hearing(Subject(settings))}


async def test_both_channels_with_sound_pass(sound_server: SoundServer, tmp_path: Path) -> None:
    sound_server.play("speakers", written(tmp_path / "them.wav", noise(1)))
    sound_server.play("voice", written(tmp_path / "me.wav", noise(2)))
    await asyncio.sleep(0.3)
    checks = await checked()
    assert {name: check.verdict for name, check in checks.items()} == {
        "them heard": "PASS",
        "me heard": "PASS",
        "echo": "PASS",
    }
    assert "Speakers" in checks["them heard"].words


def test_with_a_call_running_the_doctor_is_content(
    sound_server: SoundServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound_server.play("speakers", written(tmp_path / "them.wav", noise(1)))
    sound_server.play("voice", written(tmp_path / "me.wav", noise(2)))
    time.sleep(0.3)
    assert main(["doctor", "--json"]) == 0
    checks = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    passed = {check["name"] for check in checks if check["verdict"] == "PASS"}
    assert {"them heard", "me heard", "echo"} <= passed


async def test_a_microphone_that_hears_the_loudspeaker_is_an_echo(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    said = noise(1)
    late = np.roll(said, 900) // 3 + noise(2) // 3
    sound_server.play("speakers", written(tmp_path / "them.wav", said))
    sound_server.play("voice", written(tmp_path / "me.wav", late))
    await asyncio.sleep(0.3)
    echo = (await checked())["echo"]
    assert echo.verdict == "FAIL"
    assert "headphones" in echo.next_step


async def test_open_and_silent_asks_for_sound(sound_server: SoundServer) -> None:
    checks = await checked()
    assert checks["them heard"].verdict == checks["me heard"].verdict == "SKIP"
    assert checks["them heard"].words == "Speakers is open, but silent."
    assert "Play something" in checks["them heard"].next_step


async def test_without_a_microphone_that_is_wanted_it_fails(sound_server: SoundServer) -> None:
    sound_server.pactl("set-default-source", "speakers.monitor")
    checks = await checked()
    assert checks["me heard"].verdict == "FAIL"
    assert checks["me heard"].words == "There is no microphone."


async def test_a_device_that_is_not_there_is_named(sound_server: SoundServer) -> None:
    check = (await checked(them_device="Studio Monitors"))["them heard"]
    assert check.verdict == "FAIL"
    assert check.words == "Studio Monitors is not there; Speakers would be used instead."


async def test_a_server_that_does_not_answer_fails(sound_server: SoundServer) -> None:
    sound_server.kill()
    checks = await checked(backend="pulse")
    assert checks["them heard"].verdict == "FAIL"
    assert "No sound server answers" in checks["them heard"].words


async def test_a_machine_without_sound_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.checks.sound.is_unconfigured", lambda audio: True)
    monkeypatch.setattr("app.checks.sound._devices", _nothing)
    checks = await checked()
    assert {check.verdict for check in checks.values()} == {"SKIP"}
    assert all(check.next_step for check in checks.values())


async def _nothing(audio: object) -> list[object]:
    return []


async def test_a_channel_that_is_switched_off_is_not_opened(tmp_path: Path) -> None:
    file = str(written(tmp_path / "call.wav", noise(1)))
    checks = await checked(backend="file", file=file, me=False)
    assert checks["them heard"].verdict == "PASS"
    assert checks["me heard"].verdict == "SKIP"
    assert "switched off" in checks["me heard"].words


async def test_a_recording_that_is_not_there_is_named() -> None:
    check = (await checked(backend="file", file="/no/such.wav"))["them heard"]
    assert check.verdict == "FAIL"
    assert "/no/such.wav" in check.words


def chunks(samples: np.ndarray, channel: Channel) -> list[AudioChunk]:
    blocks = samples.astype("<i2").reshape(-1, 320)
    return [AudioChunk(b.tobytes(), channel, n * 0.02) for n, b in enumerate(blocks)]


def test_an_echo_beside_the_users_own_voice_is_found() -> None:
    call = Path(__file__).parent.parent.parent / "assets" / "demo" / "call.wav"
    with wave.open(str(call)) as file:
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    them = both[6 * RATE : 8 * RATE, 0].astype(float)
    me = both[4 * RATE : 6 * RATE, 1].astype(float)
    assert likeness(chunks(them, "them"), chunks(me, "me")) < 0.1
    echo = me * 0.3 + np.roll(them, 1200) * 0.3
    assert likeness(chunks(them, "them"), chunks(echo, "me")) > 0.1

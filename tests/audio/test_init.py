"""The factory opens what the settings name and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import app.audio as audio
from app.audio import list_devices, open_audio, open_file
from app.audio.sounddevice_ import SoundDeviceSystem
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.sections import Audio
from tests.audio import fake_sounddevice
from tests.audio.conftest import SoundServer
from tests.audio.sound_system import ScriptedSystem
from tests.audio.sounds import Listener, chirps, hear_all, samples, sound_of, write_wav


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


@pytest.mark.parametrize(
    ("machine", "best"), [("windows", "wasapi"), ("macos", "coreaudio"), ("linux", "pulse")]
)
def test_auto_is_the_best_of_each_system(
    machine: str, best: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    make = audio._make_system
    monkeypatch.setattr(audio.host, "system", lambda: machine)
    monkeypatch.setattr(audio, "_make_system", lambda name: asked.append(name) or ScriptedSystem())
    assert make("auto")
    assert asked == [best]


def test_auto_on_linux_without_a_server_is_portaudio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.host, "system", lambda: "linux")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    monkeypatch.setitem(sys.modules, "sounddevice", fake_sounddevice)
    computer = fake_sounddevice.Computer()
    monkeypatch.setattr(fake_sounddevice, "computer", computer)
    fake_sounddevice._initialize()
    assert isinstance(audio._make_system("auto"), SoundDeviceSystem)
    computer.seen.clear()
    with pytest.raises(GhostPilotError, match="No sound server answers"):
        audio._make_system("auto")


def test_auto_on_linux_without_any_sound_names_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.host, "system", lambda: "linux")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(GhostPilotError, match="No sound server answers"):
        audio._make_system("auto")


async def test_devices_are_listed_without_opening_any(sound_server: SoundServer) -> None:
    devices = await list_devices(Audio(backend="pulse"))
    assert ("them", "Speakers", True) in [(d.channel, d.name, d.default) for d in devices]
    assert sound_server.pactl("list", "short", "source-outputs") == ""


@pytest.mark.expects_log
async def test_a_library_that_fails_while_listing_is_told_like_any_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", fake_sounddevice)
    monkeypatch.setattr(fake_sounddevice, "computer", fake_sounddevice.Computer())
    monkeypatch.setattr(fake_sounddevice, "_initialize", lambda: None)
    with pytest.raises(GhostPilotError, match=r"The sound system failed.*not initialized"):
        await list_devices(Audio(backend="sounddevice"))


async def test_the_file_backend_has_no_devices() -> None:
    assert await list_devices(Audio(backend="file", file="call.wav")) == []


async def test_a_live_source_is_built_from_the_settings(sound_server: SoundServer) -> None:
    listener = Listener()
    source = open_audio(Audio(backend="auto", them_device="Headset", silent_after=2.0), Clock())
    await source.start(("them",), listener.inbox)
    headset = sound_server.pactl("list", "short", "sources").splitlines()
    number = next(line.split()[0] for line in headset if "headset.monitor" in line)
    assert sound_server.pactl("list", "short", "source-outputs").split()[1] == number
    told = await listener.until("them", "silent", within=5.0)
    await source.stop()
    assert told.note.startswith("no sound for 2 s")


def test_the_factory_loads_no_heavy_library() -> None:
    code = (
        "import sys; from app.audio import open_file, open_audio; from pathlib import Path;"
        "from app.core.clock import Clock; from app.core.settings import Audio;"
        "open_file(Path('x.wav'), Clock(), realtime=True); open_audio(Audio(), Clock());"
        "print([m for m in ('numpy', 'soxr', 'soundfile', 'pulsectl') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=150
    )
    assert out.stdout.strip() == "[]"

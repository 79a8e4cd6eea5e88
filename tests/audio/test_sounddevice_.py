"""PortAudio: a real one on a private sound server, and a made-up one that loses its devices."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.audio.live import LiveBackend
from app.audio.sounddevice_ import SoundDeviceSystem
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Device
from tests.audio import fake_sounddevice
from tests.audio.conftest import SoundServer
from tests.audio.sounds import Listener, chirps, found_in, sound_of, write_wav

LISTEN = """
import asyncio, sys
from app.audio import open_audio
from app.core.clock import Clock
from app.core.events import AudioChunk
from app.core.inbox import Inbox
from app.core.sections import Audio

async def main():
    inbox = Inbox(2000)
    source = open_audio(Audio(backend="sounddevice", me_device="pulse"), Clock())
    await source.start(("me",), inbox)
    print("ready", file=sys.stderr, flush=True)
    await asyncio.sleep(3.0)
    await source.stop()
    for item in inbox.drain():
        if isinstance(item, AudioChunk):
            sys.stdout.buffer.write(item.pcm)

asyncio.run(main())
"""
"""Run in a process of its own: PortAudio reads its list of devices once, when it is loaded."""


def test_a_microphone_is_heard_through_a_real_portaudio(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    names = "import sounddevice; print([d['name'] for d in sounddevice.query_devices()])"
    listed = subprocess.run(
        [sys.executable, "-c", names], capture_output=True, text=True, timeout=150
    )
    if "pulse" not in listed.stdout:
        pytest.skip("needs PortAudio and ALSA's pulse device (libportaudio2, libasound2-plugins)")
    voice = chirps(1.5, 48000, seed=3)
    path = write_wav(tmp_path / "voice.wav", voice, 48000)
    with subprocess.Popen(
        [sys.executable, "-c", LISTEN], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listener:
        assert listener.stderr
        while b"ready" not in (line := listener.stderr.readline()):
            assert line, "the listener ended early"
        sound_server.play("voice", path)
        heard, _ = listener.communicate(timeout=150)
    assert found_in(heard, voice) > 0.98


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> fake_sounddevice.Computer:
    monkeypatch.setitem(sys.modules, "sounddevice", fake_sounddevice)
    monkeypatch.setattr(fake_sounddevice, "computer", fake_sounddevice.Computer())
    fake_sounddevice._initialize()
    return fake_sounddevice.computer


def test_a_virtual_cable_is_the_default_for_them_and_no_microphone(
    computer: fake_sounddevice.Computer,
) -> None:
    computer.inputs[:] = ["CABLE Output (VB-Audio Virtual Cable)", "USB Headset", "USB Headset"]
    fake_sounddevice._initialize()
    devices = SoundDeviceSystem().devices()
    them, me = ([d for d in devices if d.channel == side] for side in ("them", "me"))
    assert [d.name for d in them if d.default] == ["CABLE Output (VB-Audio Virtual Cable)"]
    assert [d.name for d in me][1:] == ["USB Headset", "USB Headset #2"]
    assert not [d for d in me if d.default]


async def test_any_input_can_be_chosen_for_them(computer: fake_sounddevice.Computer) -> None:
    backend = LiveBackend(SoundDeviceSystem, {"them": "Built-in Microphone"}, Clock())
    listener = Listener()
    await backend.start(("them",), listener.inbox)
    for _ in range(10):
        computer.streams[0].deliver(b"\x01\x20" * 882)
    assert sound_of(await listener.listen(0.1), "them")
    await backend.stop()


async def test_without_a_cable_them_is_lost_and_me_goes_on(
    computer: fake_sounddevice.Computer,
) -> None:
    backend, listener = LiveBackend(SoundDeviceSystem, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    lost = await listener.until("them", "lost", within=1.0)
    assert "virtual cable" in lost.note
    assert computer.stream("Built-in Microphone").active
    await backend.stop()


async def test_a_microphone_that_comes_back_is_found_by_starting_portaudio_anew(
    computer: fake_sounddevice.Computer,
) -> None:
    backend, listener = LiveBackend(SoundDeviceSystem, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    computer.inputs.clear()
    computer.streams[0].active = False
    await listener.until("me", "lost", within=2.0, note="no microphone")
    computer.inputs.append("Built-in Microphone")
    while not [s for s in computer.streams if s.active]:
        await listener.listen(0.05)
    computer.stream("Built-in Microphone").deliver(bytes(1764))
    await listener.until("me", "recovered", within=2.0)
    await backend.stop()


async def test_a_meter_and_a_session_do_not_end_each_others_streams(
    computer: fake_sounddevice.Computer,
) -> None:
    session, meter = (LiveBackend(SoundDeviceSystem, {}, Clock()) for _ in range(2))
    await session.start(("me",), Listener().inbox)
    await meter.start(("them", "me"), Listener().inbox)  # without a cable it scans anew
    computer.inputs.append("USB Headset")
    await Listener().listen(1.0)
    assert [s.closed for s in computer.streams].count(False) == 2
    assert "USB Headset" not in computer.seen
    await meter.stop()
    await session.stop()
    SoundDeviceSystem().rescan()
    assert "USB Headset" in computer.seen


def test_lists_made_at_the_same_time_do_not_disturb_each_other(
    computer: fake_sounddevice.Computer,
) -> None:
    """As two pickers on one page do, each of which scans anew."""

    def scan(_: int) -> list[Device]:
        system = SoundDeviceSystem()
        system.rescan()
        time.sleep(0.001)  # another one may begin
        return system.devices()

    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(scan, range(60)))
    assert all(found == lists[0] for found in lists)
    assert "Built-in Microphone" in [device.name for device in lists[0]]


async def test_a_stream_that_cannot_even_be_asked_is_lost_and_opened_again(
    computer: fake_sounddevice.Computer,
) -> None:
    backend, listener = LiveBackend(SoundDeviceSystem, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    first = computer.streams[0]
    first.broken = "Internal PortAudio error"
    await listener.until("me", "lost", within=2.0, note="Internal PortAudio error")
    assert first.closed
    assert computer.stream("Built-in Microphone").active
    await backend.stop()


async def test_lost_frames_are_counted(computer: fake_sounddevice.Computer) -> None:
    backend, listener = LiveBackend(SoundDeviceSystem, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    computer.streams[0].deliver(bytes(1764), input_overflow=True)
    await listener.until("me", "dropped", within=2.0)
    await backend.stop()


async def test_a_device_that_refuses_is_one_clear_sentence(
    computer: fake_sounddevice.Computer,
) -> None:
    computer.refuses = "Device unavailable"
    backend, listener = LiveBackend(SoundDeviceSystem, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    lost = await listener.until("me", "lost", within=1.0)
    assert lost.note.startswith("Built-in Microphone cannot be opened: ")
    assert "Device unavailable" in lost.note
    assert "no other program holds it" in lost.next_step
    computer.refuses = ""
    while not [s for s in computer.streams if s.active]:
        await listener.listen(0.05)
    computer.stream("Built-in Microphone").deliver(bytes(1764))
    await listener.until("me", "recovered", within=2.0)
    await backend.stop()


def test_a_device_that_has_gone_is_named(computer: fake_sounddevice.Computer) -> None:
    with pytest.raises(GhostPilotError, match="Ghost is not connected"):
        SoundDeviceSystem().open(Device("me", "Ghost", "ghost", False), None)  # type: ignore[arg-type]


def test_without_portaudio_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(GhostPilotError, match="libportaudio2") as caught:
        SoundDeviceSystem()
    assert caught.value.exit_code == 3

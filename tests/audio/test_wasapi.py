"""Windows through the calls of PyAudioWPatch; not run on Windows itself."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from app.audio.base import RATE
from app.audio.live import LiveBackend
from app.audio.wasapi import WasapiSystem
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from tests.audio import fake_pyaudiowpatch as windows
from tests.audio.sounds import Listener, chirps, found_in, sound_of

LOOPBACK = "Speakers (Realtek) [Loopback]"
MICROPHONE = "Microphone (USB Audio)"


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> windows.Computer:
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", windows)
    monkeypatch.setattr(windows, "computer", windows.Computer())
    return windows.computer


def pcm16(sound: NDArray[np.float64], size: int) -> bytes:
    """16-bit samples, with silence up to this many."""
    return (np.pad(sound, (0, size - len(sound))) * 32767).astype("<i2").tobytes()


def make() -> WasapiSystem:
    return WasapiSystem(windows.computer.signature)


def test_loopbacks_are_them_under_the_names_of_their_outputs(computer: windows.Computer) -> None:
    system = make()
    them, me = (
        [d for d in system.devices() if d.channel == side and d.default] for side in ("them", "me")
    )
    assert [device.name for device in them] == ["Speakers (Realtek)"]
    assert [device.name for device in me] == [MICROPHONE]
    system.close()


async def test_both_sides_arrive_at_their_own_rates(computer: windows.Computer) -> None:
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    voice, call = chirps(0.4, 44100, seed=1), chirps(0.4, 48000, seed=2)
    for start in range(0, 22050, 1764):
        computer.stream(MICROPHONE).deliver(pcm16(voice[start : start + 1764], 1764))
    for start in range(0, 24000, 1920):
        computer.stream(LOOPBACK).deliver(pcm16(np.repeat(call[start : start + 1920], 2), 3840))
    heard = listener.inbox.drain()
    await backend.stop()
    assert found_in(sound_of(heard, "me"), voice, 44100) > 0.99
    assert found_in(sound_of(heard, "them"), call) > 0.99


async def test_a_loopback_that_plays_nothing_is_heard_as_silence(
    computer: windows.Computer,
) -> None:
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    heard = await listener.listen(0.6)
    await backend.stop()
    silence = sound_of(heard, "them")
    assert not any(silence)
    assert len(silence) / 2 / RATE == pytest.approx(0.6, abs=0.2)
    assert sound_of(heard, "me") == b""


async def test_a_new_default_output_is_followed(computer: windows.Computer) -> None:
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    computer.outputs.append("Headset (BT)")
    computer.default_output = "Headset (BT)"
    changed = await listener.until("them", "changed", within=3.0)
    assert changed.note == "listening to Headset (BT)"
    await listener.listen(0.3)
    assert computer.stream("Headset (BT) [Loopback]").active
    assert computer.stream(MICROPHONE).active
    await backend.stop()
    assert all(stream.closed for stream in computer.streams)


async def test_an_unplugged_microphone_is_lost_and_opened_again(
    computer: windows.Computer,
) -> None:
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    stream = computer.stream(MICROPHONE)
    computer.inputs.clear()
    stream.active = False
    await listener.until("me", "lost", within=2.0)
    computer.inputs.append("Microphone (2- USB Audio)")
    computer.default_input = "Microphone (2- USB Audio)"
    await listener.until("me", "changed", within=3.0)
    computer.stream("Microphone (2- USB Audio)").deliver(bytes(3528))
    await listener.until("me", "recovered", within=2.0)
    await backend.stop()


async def test_lost_frames_are_counted(computer: windows.Computer) -> None:
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    computer.stream(MICROPHONE).deliver(bytes(3528), windows.paInputOverflow)
    told = await listener.until("me", "dropped", within=2.0)
    assert "lost sound 1 time" in told.note
    await backend.stop()


async def test_a_device_that_refuses_is_one_clear_sentence(computer: windows.Computer) -> None:
    computer.refuses = "Device unavailable"
    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("me",), listener.inbox)
    lost = await listener.until("me", "lost", note="cannot be opened: ", within=1.0)
    assert "Device unavailable" in lost.note
    assert "Privacy" in lost.next_step
    await backend.stop()


def test_a_computer_without_sound_says_what_is_missing(computer: windows.Computer) -> None:
    computer.outputs.clear()
    computer.inputs.clear()
    system = make()
    assert system.devices() == []
    assert "no output to listen to" in str(system.missing("them"))
    system.close()


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyaudiowpatch", None)
    with pytest.raises(GhostPilotError, match="PyAudioWPatch") as caught:
        make()
    assert caught.value.exit_code == 3

"""macOS through the calls of catap and sounddevice; not run on a Mac itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pytest

from app.audio.base import RATE
from app.audio.coreaudio import TAP, CoreAudioSystem
from app.audio.live import LiveBackend
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from tests.audio import fake_catap, fake_sounddevice
from tests.audio.sounds import Listener, chirps, found_in, sound_of


@dataclass
class Mac:
    """The made-up Mac: its taps and its inputs."""

    taps: fake_catap.Mac
    inputs: fake_sounddevice.Computer


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    monkeypatch.setitem(sys.modules, "catap", fake_catap)
    monkeypatch.setitem(sys.modules, "sounddevice", fake_sounddevice)
    monkeypatch.setattr(fake_catap, "mac", fake_catap.Mac())
    monkeypatch.setattr(fake_sounddevice, "computer", fake_sounddevice.Computer())
    fake_sounddevice._initialize()
    return Mac(fake_catap.mac, fake_sounddevice.computer)


@pytest.fixture
def old_mac(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> Mac:
    """A Mac on which the tap library does not load."""
    monkeypatch.setitem(sys.modules, "catap", None)
    return mac


async def test_the_tap_is_them_and_the_microphone_is_me(mac: Mac) -> None:
    backend, listener = LiveBackend(CoreAudioSystem, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    call, voice = chirps(0.4, 48000, seed=1), chirps(0.4, 44100, seed=2)
    theirs = np.repeat(np.pad(call, (0, 4800)), 2).astype("<f4").tobytes()
    mine = (np.pad(voice, (0, 4410)) * 32767).astype("<i2").tobytes()
    for start in range(0, len(theirs), 7680):
        mac.taps.sessions[0].deliver(theirs[start : start + 7680])
    for start in range(0, len(mine), 1764):
        mac.inputs.stream("Built-in Microphone").deliver(mine[start : start + 1764])
    heard = listener.inbox.drain()
    await backend.stop()
    assert found_in(sound_of(heard, "them"), call) > 0.99
    assert found_in(sound_of(heard, "me"), voice, 44100) > 0.99
    assert not mac.taps.sessions[0].is_recording
    assert mac.inputs.streams[0].closed


async def test_while_nothing_plays_the_tap_is_heard_as_silence(mac: Mac) -> None:
    backend, listener = LiveBackend(CoreAudioSystem, {}, Clock()), Listener()
    await backend.start(("them",), listener.inbox)
    silence = sound_of(await listener.listen(0.5), "them")
    await backend.stop()
    assert not any(silence)
    assert len(silence) / 2 / RATE == pytest.approx(0.5, abs=0.2)


async def test_a_tap_that_breaks_off_is_made_anew(mac: Mac) -> None:
    backend, listener = LiveBackend(CoreAudioSystem, {}, Clock()), Listener()
    await backend.start(("them",), listener.inbox)
    mac.taps.sessions[0].capture_failed = True
    told = await listener.until("them", "lost", within=2.0)
    assert "changes its format" in told.note
    await listener.until("them", "recovered", within=3.0)
    assert mac.taps.sessions[1].is_recording
    await backend.stop()


async def test_another_default_output_makes_the_list_stale(mac: Mac) -> None:
    system = CoreAudioSystem()
    assert not system.stale()
    mac.taps.output = "AirPods"
    assert system.stale()
    system.rescan()
    assert not system.stale()
    system.close()


async def test_a_denied_permission_says_where_to_allow_it(mac: Mac) -> None:
    mac.taps.denied = "AudioHardwareCreateProcessTap failed with status 560947818"
    backend, listener = LiveBackend(CoreAudioSystem, {}, Clock()), Listener()
    await backend.start(("them",), listener.inbox)
    lost = await listener.until("them", "lost", note="560947818", within=1.0)
    assert "Privacy & Security" in lost.next_step and "BlackHole" in lost.next_step
    await backend.stop()


def test_without_the_tap_blackhole_is_them(old_mac: Mac) -> None:
    old_mac.inputs.inputs.append("BlackHole 2ch")
    fake_sounddevice._initialize()
    system = CoreAudioSystem()
    defaults = [(d.channel, d.name) for d in system.devices() if d.default]
    assert defaults == [("them", "BlackHole 2ch"), ("me", "Built-in Microphone")]
    assert TAP not in system.devices()
    system.close()


async def test_without_both_the_message_names_blackhole(old_mac: Mac) -> None:
    with pytest.raises(GhostPilotError, match="BlackHole") as caught:
        await LiveBackend(CoreAudioSystem, {}, Clock()).start(("them",), Listener().inbox)
    assert caught.value.exit_code == 3

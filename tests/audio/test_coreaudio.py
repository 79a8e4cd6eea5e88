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
from tests.audio.sounds import Listener, likeness, samples, sound_of, tone


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
    call, voice = tone(0.4, 48000, 700), tone(0.4, 44100, 300)
    for number in range(20):
        theirs = np.repeat(call[number * 960 : (number + 1) * 960], 2).astype("<f4")
        mine = (voice[number * 882 : (number + 1) * 882] * 32767).astype("<i2")
        mac.taps.sessions[0].deliver(theirs.tobytes())
        mac.inputs.stream("Built-in Microphone").deliver(mine.tobytes())
        await listener.listen(0.02)
    await backend.stop()
    for channel, hertz in (("them", 700), ("me", 300)):
        heard = samples(sound_of(listener.heard, channel))[: int(0.35 * RATE)]
        assert likeness(heard[100:], tone(0.4, RATE, hertz)[100 : len(heard)]) > 0.99
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
    with pytest.raises(GhostPilotError, match=r"560947818.*Privacy & Security.*BlackHole"):
        await LiveBackend(CoreAudioSystem, {}, Clock()).start(("them",), Listener().inbox)


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

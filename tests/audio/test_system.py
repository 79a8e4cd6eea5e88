"""What every sound system keeps to, the one made up for the tests included."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from app.audio.base import Sound
from app.audio.line import Line
from app.audio.pulse import PulseSystem
from app.audio.system import SoundSystem, one_failure_shape
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Device
from app.core.inbox import Inbox
from tests.audio.conftest import SoundServer
from tests.audio.sound_system import MICROPHONE, SPEAKERS, ScriptedSystem


@pytest.fixture(params=["scripted", "pulse"])
def make(request: pytest.FixtureRequest) -> Callable[[], SoundSystem]:
    if request.param == "pulse":
        server: SoundServer = request.getfixturevalue("sound_server")
        assert server
        return PulseSystem
    return lambda: ScriptedSystem(SPEAKERS, MICROPHONE)


async def test_each_default_opens_runs_and_closes(make: Callable[[], SoundSystem]) -> None:
    system = make()
    defaults = [device for device in system.devices() if device.default]
    assert {device.channel for device in defaults} == {"them", "me"}
    for device in defaults:
        line = Line(device.channel, Clock(), Inbox[Sound](100))
        stream = system.open(device, line)
        assert stream.ended() == ""
        stream.close()
    assert isinstance(system.missing("me"), GhostPilotError)
    system.rescan()
    assert not system.stale()
    assert [d for d in system.devices() if d.default] == defaults
    system.close()


async def test_a_device_that_is_not_there_cannot_be_opened(
    make: Callable[[], SoundSystem],
) -> None:
    system = make()
    if isinstance(system, ScriptedSystem):
        system.failure = GhostPilotError("Ghost is not connected")
    line = Line("me", Clock(), Inbox[Sound](100))
    with pytest.raises(GhostPilotError, match="Ghost"):
        system.open(Device("me", "Ghost", "no_such_source", False), line)
    system.close()


@pytest.mark.expects_log
def test_what_a_library_raises_becomes_one_kind_of_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(GhostPilotError, match=r"The sound system failed.*out of luck"):
        with one_failure_shape():
            raise RuntimeError("out of luck")
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    caplog.clear()
    with pytest.raises(GhostPilotError, match=r"^nothing for me"):
        with one_failure_shape():
            raise GhostPilotError("nothing for me")
    assert not caplog.records

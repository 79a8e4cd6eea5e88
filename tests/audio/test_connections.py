"""Each channel stays on the right device, and every change of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from app.audio.base import Sound
from app.audio.connections import Connections
from app.audio.line import Line
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Device, Health
from app.core.inbox import Inbox
from tests.audio.sound_system import HEADSET, MICROPHONE, SPEAKERS, ScriptedStream, ScriptedSystem


class Stage:
    """Connections on a scripted system, with a clock that moves when the test says so."""

    def __init__(
        self, system: ScriptedSystem, wanted: Mapping[Channel, str] | None = None, size: int = 5000
    ) -> None:
        self.system = system
        self.inbox: Inbox[Sound] = Inbox(size)
        self.time = 100.0
        self.slept = 0.0
        clock = Clock()
        clock.now = lambda: self.time  # type: ignore[method-assign]
        self.connections = Connections(
            lambda: system,
            wanted or {},
            clock,
            self.inbox,
            silent_after=30.0,
            wall=lambda: self.time + self.slept,
        )

    def run(self, seconds: float, *, sending: bool = True) -> list[tuple[str, str]]:
        """Let time pass; the states and notes told meanwhile, without the level reports."""
        for _ in range(round(seconds / 0.1)):
            self.time += 0.1
            for stream in self.system.opened:
                if sending and not stream.closed and not stream.reason:
                    stream.send()
            self.connections.tend()
        told = [item for item in self.inbox.drain() if isinstance(item, Health)]
        return [(item.channel, item.state) for item in told if item.state != "ok"]


async def test_each_channel_opens_its_default_and_reports_its_level() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE))
    stage.connections.open(("them", "me"))
    stage.system.opened[0].send()
    stage.time += 0.5
    stage.connections.tend()
    said = stage.inbox.drain()
    assert [type(item) for item in said] == [AudioChunk, Health]
    assert isinstance(said[1], Health)
    assert said[1].level == pytest.approx(8000 / 2**15)
    stage.connections.close()


async def test_only_the_channels_asked_for_are_opened() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE))
    stage.connections.open(("me",))
    assert [stream.device for stream in stage.system.opened] == [MICROPHONE]
    stage.connections.close()


async def test_a_lost_device_is_told_opened_again_and_told_again() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    stage.connections.open(("them",))
    assert stage.run(1.0) == []
    stage.system.opened[0].reason = "unplugged"
    stage.system.present.clear()
    assert stage.run(5.0) == [("them", "lost")]
    stage.system.present.append(SPEAKERS)
    assert stage.run(4.0) == [("them", "recovered")]
    assert stage.system.opened[0].closed
    stage.connections.close()


async def test_attempts_grow_apart_up_to_three_seconds() -> None:
    attempts = []

    class Busy(ScriptedSystem):
        def open(self, device: Device, line: Line) -> ScriptedStream:
            attempts.append(stage.time)
            if len(attempts) > 1:
                raise GhostPilotError("The device is busy")
            return super().open(device, line)

    stage = Stage(Busy(SPEAKERS))
    stage.connections.open(("them",))
    stage.system.opened[0].reason = "unplugged"
    stage.run(20.0)
    pauses = [later - earlier for earlier, later in pairwise(attempts[1:])]
    assert pauses == pytest.approx([0.3, 0.5, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0], abs=0.15)
    stage.connections.close()


async def test_a_new_default_is_followed_once_it_has_settled() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, HEADSET))
    stage.connections.open(("them",))
    stage.system.present[:] = [replace(SPEAKERS, default=False), replace(HEADSET, default=True)]
    stage.run(0.2)
    stage.system.present[:] = [SPEAKERS, HEADSET]
    assert stage.run(2.0) == []
    stage.system.present[:] = [replace(SPEAKERS, default=False), replace(HEADSET, default=True)]
    assert stage.run(0.8) == [("them", "changed")]
    assert stage.system.opened[-1].device.name == "Headset"
    stage.connections.close()


async def test_the_chosen_device_is_stood_in_for_and_returned_to() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS), {"them": "Headset"})
    stage.connections.open(("them",))
    assert stage.run(1.0) == [("them", "changed")]
    stage.system.present.append(HEADSET)
    assert stage.run(1.5) == [("them", "changed")]
    assert stage.system.opened[-1].device == HEADSET
    stage.connections.close()


async def test_one_missing_device_does_not_keep_the_other_channel_from_starting() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    stage.connections.open(("them", "me"))
    assert stage.run(1.0) == [("me", "lost")]
    stage.system.present.append(MICROPHONE)
    assert stage.run(4.0) == [("me", "recovered")]
    stage.connections.close()


async def test_without_any_device_each_channel_is_told_once_and_found_when_it_comes() -> None:
    stage = Stage(ScriptedSystem())
    stage.connections.open(("them", "me"))
    told = [item for item in stage.inbox.drain() if isinstance(item, Health)]
    assert [(item.channel, item.note) for item in told] == [
        ("them", "nothing for them"),
        ("me", "nothing for me"),
    ]
    assert all("Connect it" in item.next_step for item in told)
    assert stage.run(10.0) == []
    stage.system.present += [SPEAKERS, MICROPHONE]
    assert stage.run(4.0) == [("them", "recovered"), ("me", "recovered")]
    stage.connections.close()


async def test_a_sound_system_that_is_not_there_yet_is_waited_for() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    missing = GhostPilotError("No server", "refused", "Start one.")

    def make() -> ScriptedSystem:
        if missing:
            raise missing
        return stage.system

    stage.connections._make = make
    stage.connections.open(("them",))
    (told,) = stage.inbox.drain()
    assert isinstance(told, Health)
    assert (told.state, told.note, told.next_step) == ("lost", "No server: refused", "Start one.")
    assert stage.run(5.0) == []
    missing = None
    assert stage.run(4.0) == [("them", "recovered")]
    stage.connections.close()


async def test_what_must_be_installed_first_is_an_error() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    stage.system.failure = GhostPilotError("The library is missing", exit_code=3)
    with pytest.raises(GhostPilotError, match="library is missing"):
        stage.connections.open(("them", "me"))
    assert stage.system.closed


async def test_a_better_sound_system_is_taken_once_it_serves() -> None:
    poor = ScriptedSystem(MICROPHONE, fresh=False)
    good = ScriptedSystem(SPEAKERS, MICROPHONE)
    stage, serving = Stage(good), [poor]
    stage.connections._make = lambda: serving[-1]
    stage.connections.open(("them", "me"))
    assert poor.open_now("me")
    serving.append(good)
    stage.run(2.0)
    assert poor.closed
    assert good.open_now("them") and good.open_now("me")
    stage.connections.close()


async def test_a_loss_tells_what_came_of_opening_it_again() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    stage.connections.open(("them",))
    stage.run(1.0)
    stage.system.failure = GhostPilotError("No server", "refused", "Start one.")
    stage.system.opened[0].reason = "connection terminated"
    stage.time += 0.1
    stage.connections.tend()
    told = [e for e in stage.inbox.drain() if isinstance(e, Health) and e.state == "lost"]
    assert [item.note for item in told] == [
        "Speakers was lost: connection terminated; No server: refused"
    ]
    assert told[0].next_step == "Start one."
    stage.system.failure = None
    stage.connections.close()


async def test_a_device_that_sends_nothing_is_told_and_opened_again() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS))
    stage.connections.open(("them",))
    assert stage.run(3.0, sending=False) == [("them", "no_frames"), ("them", "lost")]
    assert len(stage.system.opened) == 2
    assert stage.run(1.0) == [("them", "recovered")]
    stage.connections.close()


async def test_after_sleep_everything_is_opened_anew() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE))
    stage.connections.open(("them", "me"))
    stage.run(1.0)
    stage.slept = 3600.0
    told = stage.run(1.0)
    assert told == [
        ("them", "lost"),
        ("me", "lost"),
        ("them", "recovered"),
        ("me", "recovered"),
    ]
    assert len(stage.system.opened) == 4
    stage.connections.close()


async def test_a_snapshot_of_devices_is_renewed_with_every_stream_closed() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE, fresh=False))
    stage.connections.open(("them", "me"))
    stage.system.present[:] = [replace(HEADSET, default=True), MICROPHONE]
    stage.system.changed = True
    assert stage.run(1.0) == [("them", "changed")]
    assert stage.system.rescans == 1
    assert stage.system.open_now("me")
    stage.connections.close()


async def test_a_missing_device_interrupts_the_other_channel_ever_more_seldom() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, fresh=False))
    stage.connections.open(("them", "me"))
    stage.run(120.0)
    assert stage.system.rescans < 12
    stage.connections.close()


async def test_blocks_dropped_on_the_way_are_counted_and_told() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS), size=5)
    stage.connections.open(("them",))
    for _ in range(12):
        stage.system.opened[0].send()
    stage.time += 0.5
    stage.connections.tend()
    told = [item for item in stage.inbox.drain() if isinstance(item, Health)]
    assert told[0].state == "dropped"
    assert told[0].note.startswith("7 blocks")
    stage.connections.close()


@pytest.mark.expects_log
async def test_a_library_that_fails_unforeseen_costs_a_device_and_not_the_session() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE))
    stage.connections.open(("them", "me"))
    stage.run(1.0)
    listed = stage.system.devices
    stage.system.devices = lambda: [][0]  # type: ignore[method-assign]
    stage.system.opened[0].reason = "unplugged"
    assert stage.run(2.0) == [("them", "lost")]
    stage.system.devices = listed  # type: ignore[method-assign]
    assert stage.run(4.0) == [("them", "recovered")]
    stage.connections.close()


async def test_close_closes_everything_and_says_so() -> None:
    stage = Stage(ScriptedSystem(SPEAKERS, MICROPHONE))
    stage.connections.open(("them", "me"))
    stage.connections.close()
    assert stage.system.closed
    told = [item for item in stage.inbox.drain() if isinstance(item, Health)]
    assert [item.state for item in told] == ["closed", "closed"]

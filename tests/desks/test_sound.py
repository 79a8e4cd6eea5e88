"""The desk lists devices and meters one, on a real sound server and on a recording."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path

import pytest

from app.core.sections import Audio
from app.core.settings import Settings
from app.core.tasks import cancel, spawn
from app.desks.sound import SoundDesk, decibels
from app.parts import Plan
from app.ui.sound_source import QUIETEST, Level
from tests.audio.conftest import SoundServer, null_sink, sound_server as sound_server
from tests.audio.sounds import chirps, write_wav
from tests.recorded import until


@pytest.fixture
async def desk() -> AsyncIterator[SoundDesk]:
    made = SoundDesk(Plan(Settings(audio=Audio(backend="pulse"))))
    yield made
    await made.aclose()


class Watched:
    """Collects the levels of a device in the background of a test."""

    def __init__(self, levels: AsyncGenerator[Level, None]) -> None:
        self.seen: list[Level] = []
        self._levels = levels
        self._task = spawn(self._watch(), name="watch levels")

    async def _watch(self) -> None:
        async for level in self._levels:
            self.seen.append(level)

    async def until(self, wanted: Callable[[Level], bool]) -> Level:
        """The next level like this, counted from now."""
        begin = len(self.seen)

        def found() -> list[Level]:
            return [level for level in self.seen[begin:] if wanted(level)]

        await until(found)
        return found()[0]

    async def close(self) -> None:
        await cancel(self._task)
        await self._levels.aclose()


def recorders(server: SoundServer) -> int:
    return len(server.pactl("list", "short", "source-outputs").splitlines())


async def test_devices_of_both_channels_with_their_defaults(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    devices = await desk.devices()
    assert [d.name for d in devices if d.channel == "them" and d.default] == ["Speakers"]
    assert [d.name for d in devices if d.channel == "me" and d.default] == ["Monitor of Voice"]
    assert recorders(sound_server) == 0


async def test_the_level_moves_with_the_sound_and_the_device_is_closed_again(
    sound_server: SoundServer, desk: SoundDesk, tmp_path: Path
) -> None:
    watched = Watched(desk.levels("them", ""))
    quiet = await watched.until(lambda level: level.decibels is not None)
    assert quiet == Level("Speakers", QUIETEST)
    assert recorders(sound_server) == 1
    sound_server.play("speakers", write_wav(tmp_path / "x.wav", chirps(3.0, 48000), 48000))
    loud = await watched.until(lambda level: (level.decibels or QUIETEST) > -40)
    assert loud.device == "Speakers"
    begin = len(watched.seen)
    await until(lambda: len(watched.seen) - begin >= 4)
    await watched.until(lambda level: level.decibels == QUIETEST)
    await watched.close()
    assert recorders(sound_server) == 0


async def test_a_device_pulled_out_shows_within_two_seconds_and_its_choice_returns(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    module = next(
        line.split()[0]
        for line in sound_server.pactl("list", "short", "modules").splitlines()
        if "sink_name=headset" in line
    )
    watched = Watched(desk.levels("them", "Headset"))
    await watched.until(lambda level: level == Level("Headset", QUIETEST))
    sound_server.pactl("unload-module", module)
    await watched.until(lambda level: level == Level("Speakers", QUIETEST, True))
    sound_server.pactl("load-module", *null_sink("headset").split())
    await watched.until(lambda level: level == Level("Headset", QUIETEST))
    await watched.close()


async def test_the_last_device_is_told_lost_once_and_comes_back(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    watched = Watched(desk.levels("them", ""))
    await watched.until(lambda level: level.decibels is not None)
    sound_server.pactl("unload-module", "module-null-sink")
    gone = await watched.until(lambda level: level.decibels is None)
    assert gone.note
    sound_server.pactl("load-module", *null_sink("speakers").split())
    await watched.until(lambda level: level.device == "Speakers")
    assert sum(level.decibels is None for level in watched.seen) == 1
    await watched.close()


async def test_a_meter_begun_without_any_server_says_so_once_and_waits_for_one(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    sound_server.kill()
    watched = Watched(desk.levels("me", ""))
    gone = await watched.until(lambda level: level.decibels is None)
    assert "No sound server answers" in gone.note
    await asyncio.sleep(1.5)
    sound_server.start()
    await watched.until(lambda level: level.device == "Monitor of Voice")
    assert sum(level.decibels is None for level in watched.seen) == 1
    await watched.close()


async def both_watched(desk: SoundDesk) -> list[Watched]:
    """The meters of both sides, once they show something."""
    meters = [Watched(desk.levels("them", "")), Watched(desk.levels("me", ""))]
    for watched in meters:
        await watched.until(lambda level: level.decibels is not None)
    return meters


async def test_the_end_of_the_program_ends_every_meter(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    meters = await both_watched(desk)
    assert recorders(sound_server) == 2
    await desk.aclose()
    assert recorders(sound_server) == 0
    for watched in meters:
        await watched.close()


async def test_a_program_that_ends_waits_for_the_meters_that_just_ended(
    sound_server: SoundServer, desk: SoundDesk
) -> None:
    """As a window does that hides, and with it its meters, right before the end."""
    meters = await both_watched(desk)
    for watched in meters:
        watched._task.cancel()
    await asyncio.sleep(0)
    await desk.aclose()
    assert recorders(sound_server) == 0
    for watched in meters:
        await watched.close()


async def test_a_recording_has_no_level_and_says_why() -> None:
    desk = SoundDesk(Plan(Settings(audio=Audio(backend="file", file="call.wav"))))
    assert await desk.devices() == []
    (only,) = [level async for level in desk.levels("them", "")]
    assert (only.decibels, "call.wav" in only.note) == (None, True)
    await desk.aclose()


@pytest.mark.parametrize(
    ("level", "shown"), [(1.0, 0.0), (0.1, -20.0), (0.5, -6.0), (0.0, QUIETEST)]
)
def test_decibels_of_full_scale(level: float, shown: float) -> None:
    assert decibels(level) == pytest.approx(shown, abs=0.1)

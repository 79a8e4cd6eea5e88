"""The ears open devices and recognisers together, and close them without losing words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from app.asr.base import Heard
from app.asr.scripted import Line, ScriptedEngine
from app.audio.base import Sound
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Event, Health, Problem, Transcript
from app.core.inbox import Inbox
from app.ears import Ears

SECOND = bytes(32_000)


class Devices:
    """Devices that bring what a test hands them."""

    def __init__(self, *sounds: Sound, missing: bool = False) -> None:
        self._sounds, self._missing = sounds, missing
        self.running = False

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        if self._missing:
            raise GhostPilotError("There is no sound system")
        self.running = True
        for sound in self._sounds:
            await inbox.put(sound)

    async def stop(self) -> None:
        self.running = False


class Witness:
    """Ears on given devices, and all that they told."""

    def __init__(
        self, devices: Devices, *lines: Line, channels: Sequence[Channel] = ("them",)
    ) -> None:
        self.heard: list[Heard] = []
        self.told: list[Event] = []
        self.deaf: list[bool] = []
        self.kept: list[AudioChunk] = []
        self.ears = Ears(
            devices,
            ScriptedEngine(lines),
            channels,
            hear=self._hear,
            emit=self.told.append,
            changed=lambda: self.deaf.append(self.ears.deaf),
            keep=self.kept.append,
        )

    async def _hear(self, heard: Heard) -> None:
        self.heard.append(heard)

    def words(self) -> list[str]:
        return [it.text for it in self.heard if isinstance(it, Transcript) and it.final]


def chunk(at: float, channel: Channel = "them") -> AudioChunk:
    return AudioChunk(SECOND, channel, at)


async def test_what_was_already_said_is_heard_when_they_close() -> None:
    devices = Devices(chunk(0.0), chunk(1.0))
    witness = Witness(devices, Line("them", "What does it cost", 0.5, 9.0))
    await witness.ears.listen()
    assert (witness.ears.open, devices.running) == (True, True)
    await witness.ears.close(finish=True)
    assert (witness.ears.open, devices.running) == (False, False)
    assert witness.words() == ["What does it cost"]
    assert witness.kept == [chunk(0.0), chunk(1.0)]


async def test_what_is_half_heard_can_be_given_up() -> None:
    witness = Witness(Devices(chunk(0.0)), Line("them", "What does it cost", 0.5, 9.0))
    await witness.ears.listen()
    await witness.ears.close(finish=False)
    assert witness.words() == []


async def test_devices_that_cannot_be_opened_leave_them_closed() -> None:
    witness = Witness(Devices(missing=True))
    with pytest.raises(GhostPilotError, match="no sound system"):
        await witness.ears.listen()
    assert not witness.ears.open
    witness.ears.use(devices := Devices(), ScriptedEngine(), ("them",))
    await witness.ears.listen()
    assert devices.running
    await witness.ears.close(finish=False)


async def test_they_are_deaf_when_no_channel_can_be_heard() -> None:
    gone: dict[Channel, Health] = {
        channel: Health(channel, 0.0, "lost", "it was unplugged", next_step="Plug it in.")
        for channel in ("them", "me")
    }
    devices = Devices(gone["them"], gone["me"], Health("me", 0.2, "recovered"))
    witness = Witness(devices, channels=("them", "me"))
    await witness.ears.listen()
    await witness.ears.close(finish=True)
    assert witness.deaf == [True, False]
    assert [it.where for it in witness.told if isinstance(it, Problem)] == [
        "audio.them",
        "audio.me",
    ]


async def test_a_source_is_over_when_each_of_its_channels_is() -> None:
    devices = Devices(Health("them", 0.0, "ended"), Health("me", 0.0, "ended"))
    witness = Witness(devices, channels=("them", "me"))
    await witness.ears.listen()
    await witness.ears.ended()
    await witness.ears.close(finish=True)


async def test_the_last_words_are_passed_on_while_they_stay_open() -> None:
    witness = Witness(Devices(chunk(0.0)), Line("them", "And for how many", 0.0, 9.0))
    await witness.ears.listen()
    while not witness.heard:  # the recogniser has begun with the sentence
        await witness.ears.last_words()
    await witness.ears.last_words()
    assert witness.words() == ["And for how many"]
    assert witness.ears.open
    await witness.ears.close(finish=False)


async def test_they_know_the_parts_they_hear_with() -> None:
    devices, engine = Devices(), ScriptedEngine()
    witness = Witness(Devices())
    assert not witness.ears.uses(devices, engine, ("them",))
    witness.ears.use(devices, engine, ["them"])
    assert witness.ears.uses(devices, engine, ("them",))
    assert not witness.ears.uses(devices, engine, ("them", "me"))

"""Listening begins and rests by itself, and never against the user's will."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app import attendant
from app.attendant import Attendant
from app.audio.base import Sound
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Event, Info, Problem, Speech
from app.core.inbox import Inbox
from app.core.sections import Audio
from app.core.tasks import cancel, spawn
from tests.audio.conftest import SoundServer, sound_server
from tests.recorded import until

__all__ = ["sound_server"]

CALL = Path(__file__).parent.parent / "assets" / "demo" / "call.wav"
ON = Audio(auto_start=True, auto_start_s=0.5)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendant, "TICK_S", 0.01)
    monkeypatch.setattr(attendant, "AGAIN_S", 0.01)


def speech() -> bytes:
    """What the other side says in the demo, which is its left channel."""
    with wave.open(str(CALL)) as file:
        frames = file.readframes(16_000 * 10)
        step = file.getnchannels() * 2
    return b"".join(frames[i : i + 2] for i in range(0, len(frames), step))


@dataclass
class Played:
    """A device that plays a sound as soon as it is opened, and is silent after it."""

    pcm: bytes
    error: GhostPilotError | None = None
    opened: list[tuple[Channel, ...]] = field(default_factory=list)
    closed: int = 0
    playing: asyncio.Task[None] | None = None

    async def start(self, channels: Collection[Channel], inbox: Inbox[Sound]) -> None:
        self.opened.append(tuple(channels))
        if self.error is not None:
            raise self.error
        self.playing = spawn(self._play(inbox), name="play")

    async def _play(self, inbox: Inbox[Sound]) -> None:
        for at in range(0, len(self.pcm), 1280):
            await inbox.put(AudioChunk(self.pcm[at : at + 1280], "them", at / 32_000))

    async def stop(self) -> None:
        self.closed += 1
        await cancel(self.playing)


class Session:
    """What a session does, without ears; it is its own pipeline."""

    def __init__(self) -> None:
        self.listening = False
        self.told: list[Event] = []

    @property
    def pipeline(self) -> Session:
        return self

    def report(self, event: Event) -> None:
        self.told.append(event)

    async def start(self) -> None:
        self.listening = True

    async def pause_or_resume(self) -> None:
        self.listening = not self.listening


@asynccontextmanager
async def attended(
    session: Session,
    audio: Callable[[], Audio],
    device: Played | None = None,
    allowed: Callable[[], bool] = lambda: True,
) -> AsyncIterator[Attendant]:
    fake = {"open_audio": lambda audio, clock: device} if device else {}
    attending = Attendant(audio, allowed, **fake)
    async with attending.attending(session):
        yield attending


async def test_it_begins_when_the_other_side_speaks_and_closes_its_ear() -> None:
    session, device = Session(), Played(speech())
    async with attended(session, lambda: ON, device):
        await until(lambda: session.listening)
        assert device.opened == [("them",)]
        assert device.closed == 1
    assert [told.note for told in session.told if isinstance(told, Info)] == [
        "Listening: the other side speaks."
    ]


async def test_silence_and_a_setting_that_is_off_begin_nothing() -> None:
    silent, off = Session(), Session()
    device, unused = Played(bytes(320_000)), Played(speech())
    async with attended(silent, lambda: ON, device), attended(off, Audio, unused):
        await until(lambda: device.opened)
        await asyncio.sleep(0.1)
    assert not silent.listening
    assert unused.opened == []


async def test_nothing_is_opened_before_the_user_has_agreed() -> None:
    session, device = Session(), Played(speech())
    agreed = False
    async with attended(session, lambda: ON, device, lambda: agreed):
        await asyncio.sleep(0.1)
        assert device.opened == []
        agreed = True
        await until(lambda: session.listening)


async def test_a_user_who_paused_is_left_alone() -> None:
    session, device = Session(), Played(speech())
    session.listening = True
    async with attended(session, lambda: ON, device) as attending:
        await until(lambda: attending._was_listening)
        await session.pause_or_resume()
        await asyncio.sleep(0.1)
    assert device.opened == []


async def test_turning_the_setting_off_closes_the_device() -> None:
    session, device, audio = Session(), Played(b""), ON
    async with attended(session, lambda: audio, device) as attending:
        await until(lambda: device.opened)
        audio = Audio()
        await until(lambda: not attending.waiting)
    assert device.closed == 1


async def test_a_device_that_cannot_be_opened_is_told_and_tried_again() -> None:
    session = Session()
    device = Played(b"", GhostPilotError("No system audio was found"))
    async with attended(session, lambda: ON, device):
        await until(lambda: len(device.opened) > 1)
    assert isinstance(session.told[0], Problem)
    assert session.told[0].title == "No system audio was found"


async def test_it_rests_after_a_long_silence_and_may_begin_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(attendant, "_now", lambda: now)
    session, device = Session(), Played(speech())
    session.listening = True
    audio = replace(ON, auto_start=False, auto_pause_min=5)
    async with attended(session, lambda: audio, device) as attending:
        await until(lambda: attending._was_listening)
        now = 200.0
        attending.hear(Speech("me", True, 0.0))
        attending.hear(Speech("me", False, 0.0))
        now = 499.0
        await asyncio.sleep(0.1)
        assert session.listening
        now = 501.0
        await until(lambda: not session.listening)
        audio = replace(ON, auto_pause_min=5)
        await until(lambda: session.listening)
    notes = [told.note for told in session.told if isinstance(told, Info)]
    assert notes == [
        "Paused: both sides were silent for 5 min.",
        "Listening: the other side speaks.",
    ]


async def test_a_call_on_a_real_sound_server_is_noticed(sound_server: SoundServer) -> None:
    session = Session()
    audio = replace(ON, backend="pulse", auto_start_s=1.5)
    async with attended(session, lambda: audio) as attending:
        await until(lambda: attending.waiting)
        await until(lambda: sound_server.pactl("list", "short", "source-outputs"))
        assert not session.listening
        sound_server.play("speakers", CALL)
        await until(lambda: session.listening)
        await until(lambda: not sound_server.pactl("list", "short", "source-outputs"))
    assert [type(told) for told in session.told] == [Info]

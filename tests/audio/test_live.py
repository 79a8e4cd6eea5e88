"""Live capture starts, goes on and stops without ever blocking the loop."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from app.audio import live
from app.audio.base import Sound
from app.audio.live import LiveBackend
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Device
from app.core.inbox import Inbox
from app.core.tasks import cancel, spawn
from tests.audio.sound_system import MICROPHONE, SPEAKERS, ScriptedSystem
from tests.audio.sounds import Listener, states_of
from tests.recorded import until


async def test_sound_arrives_and_a_loss_is_repaired() -> None:
    system, listener = ScriptedSystem(SPEAKERS, MICROPHONE), Listener()
    backend = LiveBackend(lambda: system, {}, Clock())
    await backend.start(("them", "me"), listener.inbox)
    system.opened[0].send()
    assert isinstance(await listener.inbox.get(), AudioChunk)
    system.opened[0].reason = "unplugged"
    await listener.until("them", "lost", within=2.0)
    await until(lambda: len(system.opened) == 3)
    system.opened[2].send()
    await listener.until("them", "recovered", within=2.0)
    await backend.stop()
    assert system.closed


async def test_the_system_is_used_from_one_thread_that_is_not_the_loops() -> None:
    threads = set()

    class Noted(ScriptedSystem):
        def stale(self) -> bool:
            threads.add(threading.current_thread().name)
            return False

    backend = LiveBackend(lambda: Noted(SPEAKERS), {}, Clock())
    await backend.start(("them",), Inbox[Sound](100))
    await until(lambda: bool(threads))
    await backend.stop()
    assert len(threads) == 1
    assert threading.current_thread().name not in threads


async def test_pause_closes_the_devices_and_a_new_start_opens_them() -> None:
    systems: list[ScriptedSystem] = []

    def make() -> ScriptedSystem:
        systems.append(ScriptedSystem(SPEAKERS, MICROPHONE))
        return systems[-1]

    backend, listener = LiveBackend(make, {}, Clock()), Listener()
    await backend.start(("them", "me"), listener.inbox)
    await backend.stop()
    assert all(stream.closed for stream in systems[0].opened)
    assert states_of(listener.inbox.drain(), "me")[-1] == "closed"
    await backend.start(("me",), listener.inbox)
    assert systems[1].open_now("me")
    assert not systems[1].open_now("them")
    await backend.stop()
    await backend.stop()


async def test_a_system_that_cannot_be_had_fails_the_start() -> None:
    def make() -> ScriptedSystem:
        raise GhostPilotError("There is no sound here", exit_code=3)

    with pytest.raises(GhostPilotError, match="no sound here"):
        await LiveBackend(make, {}, Clock()).start(("them",), Inbox[Sound](10))


async def test_a_system_that_hangs_is_reported_while_it_hangs() -> None:
    held, listener = threading.Event(), Listener()

    class Hanging(ScriptedSystem):
        def stale(self) -> bool:
            held.wait(10)
            return False

    backend = LiveBackend(lambda: Hanging(SPEAKERS), {}, Clock())
    await backend.start(("them",), listener.inbox)
    told = await listener.until("them", "no_frames", within=4.0)
    assert told.note == "the sound system does not answer"
    held.set()
    await backend.stop()


async def test_a_system_that_hangs_fails_the_start_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = threading.Event()
    monkeypatch.setattr(live, "ANSWER_S", 0.2)
    monkeypatch.setattr(live, "CLOSE_S", 0.2)

    def make() -> ScriptedSystem:
        held.wait(10)
        return ScriptedSystem(SPEAKERS)

    with pytest.raises(GhostPilotError, match="does not answer"):
        await LiveBackend(make, {}, Clock()).start(("them",), Inbox[Sound](10))
    held.set()


async def test_stop_ends_the_sound_even_while_the_system_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held, hanging, listener = threading.Event(), threading.Event(), Listener()
    monkeypatch.setattr(live, "CLOSE_S", 0.2)

    class Hanging(ScriptedSystem):
        def stale(self) -> bool:
            hanging.set()
            held.wait(10)
            return False

    system = Hanging(SPEAKERS)
    backend = LiveBackend(lambda: system, {}, Clock())
    await backend.start(("them",), listener.inbox)
    await until(hanging.is_set)
    await backend.stop()
    listener.inbox.drain()
    system.opened[0].send()
    assert not listener.inbox.drain()
    held.set()


class Slow(ScriptedSystem):
    """A system that takes its time to open and to close, as a busy sound server does."""

    def __init__(self) -> None:
        super().__init__(SPEAKERS)
        self.opening = threading.Event()

    def devices(self) -> list[Device]:
        self.opening.set()
        time.sleep(0.1)
        return super().devices()

    def close(self) -> None:
        time.sleep(0.1)
        super().close()


async def test_stopping_while_it_opens_closes_what_was_opened() -> None:
    system = Slow()
    backend = LiveBackend(lambda: system, {}, Clock())
    starting = spawn(backend.start(("them",), Inbox[Sound](100)), name="start")
    await until(system.opening.is_set)
    await backend.stop()
    assert system.closed
    await starting
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "tend audio devices"]


async def test_two_stops_at_once_both_return_when_all_is_closed() -> None:
    system = Slow()
    backend = LiveBackend(lambda: system, {}, Clock())
    await backend.start(("them",), Inbox[Sound](100))
    first = spawn(backend.stop(), name="first stop")
    await asyncio.sleep(0)
    await backend.stop()
    assert system.closed
    await first


async def test_a_stop_that_is_interrupted_still_closes() -> None:
    system = Slow()
    backend = LiveBackend(lambda: system, {}, Clock())
    await backend.start(("them",), Inbox[Sound](100))
    stopping = spawn(backend.stop(), name="stop")
    await asyncio.sleep(0)
    await cancel(stopping)
    await until(lambda: system.closed)

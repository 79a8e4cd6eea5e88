"""On a real sound server: both sides of a call are heard apart, whatever happens to the server."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.asr.scripted import ScriptedEngine
from app.audio.live import LiveBackend
from app.audio.pulse import PulseSystem
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Event, Health, Problem, Status
from app.llm.scripted import ScriptedNarrator
from app.pipeline import Pipeline
from app.questions.listener import Listener as QuestionListener
from app.retrieval.scripted import ScriptedRetriever
from tests.audio.conftest import SoundServer, null_sink
from tests.audio.sounds import Listener, chirps, found_in, sound_of, write_wav

THEIRS = chirps(2.0, 48000, seed=1)
MINE = chirps(2.0, 48000, seed=2)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "theirs.wav", THEIRS, 48000)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "mine.wav", MINE, 48000)


@pytest.fixture
async def listener() -> Listener:
    return Listener()


@pytest.fixture
async def backend(sound_server: SoundServer, listener: Listener) -> AsyncIterator[LiveBackend]:
    backend = LiveBackend(PulseSystem, {}, Clock())
    await backend.start(("them", "me"), listener.inbox)
    yield backend
    await backend.stop()


async def test_both_sides_are_heard_at_once_and_apart(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path, mine: Path
) -> None:
    sound_server.play("speakers", theirs)
    sound_server.play("voice", mine)
    heard = await listener.listen(3.0)
    assert found_in(sound_of(heard, "them"), THEIRS) > 0.99
    assert found_in(sound_of(heard, "me"), MINE) > 0.99
    assert found_in(sound_of(heard, "them"), MINE) < 0.2
    assert found_in(sound_of(heard, "me"), THEIRS) < 0.2


async def test_a_killed_server_is_reported_within_two_seconds_and_capture_resumes(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path
) -> None:
    await listener.until("them", "ok")
    sound_server.kill()
    lost = await listener.until("them", "lost", within=2.0)
    assert lost.note.startswith("Speakers was lost: ")
    assert lost.note.endswith("; No sound server answers")
    await asyncio.sleep(1.0)
    sound_server.start()
    await listener.until("me", "recovered")
    told = [item for item in listener.heard if isinstance(item, Health) and item.state == "lost"]
    assert len([health for health in told if health.channel == "them"]) == 1
    sound_server.play("speakers", theirs)
    assert found_in(sound_of(await listener.listen(3.0), "them"), THEIRS) > 0.99


async def test_a_server_that_hangs_is_reported_and_waited_for(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path
) -> None:
    await listener.until("them", "ok")
    sound_server.freeze()
    await listener.until("them", "no_frames", within=2.5)
    sound_server.thaw()
    await listener.until("them", "recovered")
    sound_server.play("speakers", theirs)
    assert found_in(sound_of(await listener.listen(3.0), "them"), THEIRS) > 0.99


async def test_silence_is_told_after_its_time_until_something_plays(
    sound_server: SoundServer, listener: Listener, theirs: Path
) -> None:
    backend = LiveBackend(PulseSystem, {}, Clock(), silent_after=1.0)
    await backend.start(("them",), listener.inbox)
    level = await listener.until("them", "ok", within=2.0)
    assert level.level < 0.001
    silent = await listener.until("them", "silent", within=2.5)
    assert "check that the device is the right one" in silent.note
    sound_server.play("speakers", theirs)
    loud = await listener.until("them", "ok", within=3.0)
    assert loud.level > 0.01
    await backend.stop()


async def test_a_new_default_output_is_followed_mid_call(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path
) -> None:
    await listener.until("them", "ok")
    sound_server.pactl("set-default-sink", "headset")
    await listener.until("them", "changed", note="Headset", within=3.0)
    sound_server.play("headset", theirs)
    assert found_in(sound_of(await listener.listen(3.0), "them"), THEIRS) > 0.99


async def test_a_chosen_device_that_goes_is_stood_in_for_until_it_is_back(
    sound_server: SoundServer, listener: Listener, theirs: Path
) -> None:
    backend = LiveBackend(PulseSystem, {"them": "Headset"}, Clock())
    await backend.start(("them",), listener.inbox)
    sound_server.pactl("unload-module", "module-null-sink")
    for sink in ("speakers", "voice"):
        sound_server.pactl("load-module", *null_sink(sink).split())
    await listener.until("them", "changed", note="Headset is not connected")
    sound_server.pactl("load-module", *null_sink("headset").split())
    await listener.until("them", "changed", note="listening to Headset")
    sound_server.play("headset", theirs)
    assert found_in(sound_of(await listener.listen(3.0), "them"), THEIRS) > 0.99
    await backend.stop()


async def test_the_last_device_lost_comes_back(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path
) -> None:
    await listener.until("them", "ok")
    sound_server.pactl("unload-module", "module-null-sink")
    await listener.until("them", "lost", within=2.0)
    sound_server.pactl("load-module", *null_sink("speakers").split())
    await listener.until("them", "recovered")
    sound_server.play("speakers", theirs)
    assert found_in(sound_of(await listener.listen(3.0), "them"), THEIRS) > 0.99


async def test_a_reader_held_up_for_a_third_of_a_second_loses_nothing(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener, theirs: Path
) -> None:
    sound_server.play("speakers", theirs)
    await listener.listen(1.0)
    recorders = [
        int(line.split("=")[1].strip('" '))
        for line in sound_server.pactl("list", "source-outputs").splitlines()
        if "application.process.id" in line
    ]
    assert len(recorders) == 2
    for child in recorders:
        os.kill(child, signal.SIGSTOP)
    await listener.listen(0.3)
    for child in recorders:
        os.kill(child, signal.SIGCONT)
    await listener.listen(2.0)
    assert found_in(sound_of(listener.heard, "them"), THEIRS) > 0.99


async def test_no_device_is_open_unless_something_listens(
    sound_server: SoundServer, backend: LiveBackend, listener: Listener
) -> None:
    def open_devices() -> list[str]:
        return sound_server.pactl("list", "short", "source-outputs").splitlines()

    assert len(open_devices()) == 2
    await backend.stop()
    assert open_devices() == []
    assert sound_server.pactl("list", "short", "clients").count("GhostPilot") == 0
    await backend.start(("me",), listener.inbox)
    assert len(open_devices()) == 1


async def test_a_session_without_a_server_says_so_once_for_each_side_and_goes_on(
    sound_server: SoundServer,
) -> None:
    events: list[Event] = []

    def of(kind: type[Event]) -> list[Any]:
        return [event for event in events if isinstance(event, kind)]

    async def until(level: str) -> None:
        async with asyncio.timeout(8):
            while not of(Status) or of(Status)[-1].level != level:  # noqa: ASYNC110 - a list
                await asyncio.sleep(0.02)

    sound_server.kill()
    clock = Clock()
    pipeline = Pipeline(
        clock=clock,
        audio=LiveBackend(PulseSystem, {}, clock),
        engine=ScriptedEngine([]),
        listener=QuestionListener(),
        retriever=ScriptedRetriever({}),
        narrator=ScriptedNarrator(),
        sinks=(events.append,),
    )
    await pipeline.start()
    await until("problem")
    await asyncio.sleep(1.5)
    for _ in range(2):
        told = [(p.where, p.title, p.next_step) for p in of(Problem)]
        step = "Start PulseAudio or PipeWire, or set AUDIO_BACKEND=sounddevice."
        assert told == [
            ("audio.them", "The other side cannot be heard", step),
            ("audio.me", "Your microphone cannot be heard", step),
        ]
        sound_server.start()
        await until("listening")
        back = {h.channel for h in of(Health) if h.state == "recovered"}
        assert back == {"them", "me"}
        events.clear()
        sound_server.kill()
        began = clock.now()
        await until("problem")
        assert clock.now() - began < 2.0
        await asyncio.sleep(1.0)
    await pipeline.aclose()


def test_devices_have_names_for_people_and_the_defaults_are_marked(
    sound_server: SoundServer,
) -> None:
    system = PulseSystem()
    devices = system.devices()
    system.close()
    assert {d.name for d in devices if d.channel == "them"} == {"Speakers", "Headset", "Voice"}
    assert [d.name for d in devices if d.default] == ["Speakers", "Monitor of Voice"]


def test_the_monitor_of_the_default_output_is_no_microphone(sound_server: SoundServer) -> None:
    sound_server.pactl("set-default-source", "speakers.monitor")
    system = PulseSystem()
    assert not [d for d in system.devices() if d.channel == "me" and d.default]
    system.close()
    assert "no microphone" in str(system.missing("me"))


def test_no_server_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pulsectl")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    with pytest.raises(GhostPilotError, match="No sound server answers"):
        PulseSystem()


def test_a_missing_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "pulsectl.py"
    broken.write_text('raise OSError("libpulse.so.0: cannot open shared object file")\n')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pulsectl", raising=False)
    with pytest.raises(GhostPilotError, match="libpulse0") as caught:
        PulseSystem()
    assert caught.value.exit_code == 3


def test_a_library_missed_by_several_at_once_is_missing_for_each(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where an import fails, Python gives half a module to whoever imports it meanwhile."""
    broken = tmp_path / "pulsectl.py"
    broken.write_text("import time\ntime.sleep(0.3)\nraise OSError('libpulse.so.0: not there')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pulsectl", raising=False)
    with ThreadPoolExecutor(4) as pool:
        tried = [pool.submit(PulseSystem) for _ in range(4)]
    for one in tried:
        with pytest.raises(GhostPilotError, match="libpulse0"):
            one.result()


async def test_a_missing_parec_says_what_to_install(
    sound_server: SoundServer, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GhostPilotError, match="pulseaudio-utils") as caught:
        await LiveBackend(PulseSystem, {}, Clock()).start(("them", "me"), listener.inbox)
    assert caught.value.exit_code == 3
    monkeypatch.undo()

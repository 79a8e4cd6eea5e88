"""A session opens with what can be had, tells what cannot, and is not held up by long reading."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.asr.scripted import ScriptedEngine
from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, Info, Problem, Speech, Status
from app.core.settings import Settings, replace_values
from app.parts import Plan
from app.session_opening import _make_way, open_session
from tests.live_sessions import Running, recorded, scripted_recognisers, silence
from tests.recorded import until


@pytest.fixture
def sounds(tmp_path: Path) -> Callable[[str], str]:
    return lambda name: silence(tmp_path / name)


@pytest.fixture
def recognisers(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedEngine]:
    return scripted_recognisers(monkeypatch)


async def test_without_a_recogniser_typed_questions_are_answered(recognisers: list) -> None:
    told: list[Event] = []
    settings = replace_values(Settings(), {"speech.language": "xx"})
    plan = Plan(settings, sinks=(told.append,))
    async with open_session(plan) as session:
        running = Running(plan, session, told)
        await session.start()
        assert [problem.title for problem in running.of(Problem)] == ["No recogniser knows xx"]
        await running.ask("How do you roll back a release?")
        assert running.of(Answer)[-1].ended == "complete"


@pytest.mark.parametrize("content", [b"", b"this is no recording"])
async def test_a_recording_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "call.wav"
    broken.write_bytes(content)
    with pytest.raises(GhostPilotError) as caught:
        async with open_session(Plan(Settings(), recording=broken)) as session:
            await session.pipeline.start()
    assert "call.wav" in str(caught.value)
    assert caught.value.exit_code == 2
    assert list(paths.sessions().iterdir()) == [], "an empty session was left behind"


def test_the_notes_make_way_while_anybody_speaks() -> None:
    told: list[bool] = []

    class Notes:
        def make_way(self, speaking: bool) -> None:
            told.append(speaking)

    hear = _make_way(Notes)
    for channel, speaking in (("them", True), ("me", True), ("them", False), ("me", False)):
        hear(Speech(channel, speaking, at=1.0))
    hear(Info("notes"))
    assert told == [True, True, True, False]


async def test_a_long_first_reading_does_not_keep_the_ears_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recognisers: list, sounds: Callable[[str], str]
) -> None:
    from app.retrieval import live

    go_on = threading.Event()
    build = live.LiveNotes._build

    def slow(self: live.LiveNotes, *rest: Any) -> Any:
        go_on.wait(20)
        return build(self, *rest)

    monkeypatch.setattr(live.LiveNotes, "_build", slow)
    monkeypatch.setattr("app.session_opening.FIRST_READ_S", 0.05)
    settings = replace_values(
        Settings(), {"audio.backend": "file", "audio.file": sounds("call.wav")}
    )
    told: list[Event] = []
    async with open_session(Plan(settings, sinks=(told.append,))) as session:
        await session.start()
        assert session.pipeline.listening
        session.pipeline.ask_typed("How do we roll back a deploy?")
        await until(lambda: any(isinstance(event, Answer) for event in told))
        titles = [event.title for event in told if isinstance(event, Problem)]
        assert "The notes are still being read" in titles
        go_on.set()
        await until(lambda: session.notes.view().chunks > 0)
        found = await session.notes.search("How do we roll back a deploy?")
        assert found.passages


async def test_while_the_recording_cannot_be_written_all_else_works_and_it_is_told(
    sounds: Callable[[str], str], recognisers: list[ScriptedEngine], private_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def locked(encrypt: bool) -> bytes | None:
        if encrypt:
            raise GhostPilotError("The keyring is locked", "nobody unlocked it", "Unlock it.")
        return None

    monkeypatch.setattr("app.store.library.key_to_record", locked)
    events: list[Event] = []
    chosen = {"audio.backend": "file", "audio.file": sounds("one.wav"), "storage.encrypt": True}
    plan = Plan(replace_values(Settings(), chosen), sinks=(events.append,))
    async with open_session(plan) as session:
        running = Running(plan, session, events)
        await session.start()
        await running.ask("How do you roll back a release?")
        told = [one for one in running.of(Problem) if one.where == "recording"]
        assert [one.detail for one in told] == ["nobody unlocked it; nothing is recorded"]
        assert told[0].sticky and not running.of(Status)[-1].recording
        await running.follow({"audio.file": sounds("two.wav")})  # not held up by it
        await running.heard("Sentence 1.")
        assert recorded(private_home) == []
        await running.follow({"storage.encrypt": False})
        assert len(recorded(private_home)) == 1
        with pytest.raises(GhostPilotError, match="locked"):
            await running.follow({"storage.encrypt": True})
        assert session.recording.path is not None

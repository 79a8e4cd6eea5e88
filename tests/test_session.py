"""A session goes on in one recording while its parts are built anew, or says why it cannot."""

from __future__ import annotations

import contextlib
import threading
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from app.asr.scripted import Line, ScriptedEngine
from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, Info, Problem, Question, Speech, Status, Transcript
from app.core.settings import Settings, replace_values
from app.core.trace import broken_rules
from app.parts import Plan
from app.session import (
    GETTING_READY,
    LiveSession,
    _make_way,
    open_session,
)
from app.store.sessions import read_session
from tests.recorded import until


@pytest.fixture
def sounds(tmp_path: Path) -> Callable[[str], str]:
    def silence(name: str) -> str:
        path = tmp_path / name
        with wave.open(str(path), "wb") as file:
            file.setparams((2, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(64_000 * 20))
        return str(path)

    return silence


@pytest.fixture
def recognisers(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedEngine]:
    """Every recogniser that was built; each hears one sentence, the second says which."""
    built: list[ScriptedEngine] = []

    @contextlib.asynccontextmanager
    async def open_engine(settings: Settings, **rest: object) -> AsyncIterator[ScriptedEngine]:
        if settings.speech.language == "xx":
            raise GhostPilotError("No recogniser knows xx", next_step="Choose another.")
        number = len(built) + 1
        line = Line("them", f"Sentence {number}.", number / 100, number / 50)
        built.append(ScriptedEngine([line]))
        yield built[-1]

    monkeypatch.setattr("app.session_parts.open_engine", open_engine)
    return built


class Running:
    """A session with what it told."""

    def __init__(self, plan: Plan, session: LiveSession, events: list[Event]) -> None:
        self.plan, self.session, self.events = plan, session, events

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, kind: type, count: int) -> None:
        await until(lambda: len(self.of(kind)) >= count)

    async def heard(self, text: str) -> None:
        await until(lambda: text in [heard.text for heard in self.of(Transcript)])

    async def ask(self, text: str) -> None:
        before = len(self.of(Answer))
        self.session.pipeline.ask_typed(text)
        await self.until(Answer, before + 1)

    async def follow(self, changes: dict[str, object]) -> None:
        before = self.plan.settings
        wanted = replace_values(before, changes)
        await self.session.follow(before, wanted)
        self.plan.settings = wanted


@pytest.fixture
async def running(
    sounds: Callable[[str], str], recognisers: list[ScriptedEngine]
) -> AsyncIterator[Running]:
    events: list[Event] = []
    chosen = {"audio.backend": "file", "audio.file": sounds("one.wav"), "overlay.theme": "light"}
    plan = Plan(replace_values(Settings(), chosen), sinks=(events.append,))
    async with open_session(plan) as session:
        await session.start()
        yield Running(plan, session, events)


def recorded(home: Path) -> list[Path]:
    return sorted((home / "sessions").glob("*.gpcast"))


async def test_a_rebuild_goes_on_in_the_same_recording(
    running: Running, private_home: Path, sounds: Callable[[str], str], recognisers: list
) -> None:
    await running.heard("Sentence 1.")
    await running.ask("How do you roll back a release?")
    await running.follow({"audio.file": sounds("two.wav"), "speech.language": "de"})
    await running.heard("Sentence 2.")
    await running.ask("What does the enterprise plan cost?")
    await running.session.aclose()
    await running.session.recording.aclose()

    (file,) = recorded(private_home)
    session = read_session(file)
    assert broken_rules(session.events) == []
    assert [event.id for event in session.events if isinstance(event, Question)] == ["q1", "q2"]
    said = [event.text for event in session.events if isinstance(event, Transcript) and event.final]
    assert said == ["Sentence 1.", "Sentence 2."]
    assert len(recognisers) == 2


async def test_the_switch_is_told_and_listening_goes_on(
    running: Running, sounds: Callable[[str], str]
) -> None:
    seen = len(running.of(Status))
    await running.follow({"audio.file": sounds("two.wav")})
    statuses = running.of(Status)[seen:]
    assert statuses[0].note == GETTING_READY
    assert (statuses[-1].level, statuses[-1].note) == ("listening", "")
    assert running.session.pipeline.listening


async def test_only_what_changed_is_built(
    running: Running, recognisers: list, sounds: Callable[[str], str]
) -> None:
    notes = running.session.notes
    await running.follow({"audio.file": sounds("two.wav")})
    assert (len(recognisers), running.session.notes) == (1, notes)


async def test_other_notes_are_searched_without_closing_the_ears(
    running: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.md").write_text("# Parrots\n\nThe parrot is called Polly.\n", encoding="utf-8")
    told: list[Settings] = []
    running.session.notes_replaced = told.append
    changes = len(running.of(Status))
    await running.follow({"notes.folders": (str(folder),)})
    assert "paused" not in {status.level for status in running.of(Status)[changes:]}
    assert told == [running.plan.settings]
    found = await running.session.notes.search("What is the parrot called?", question="q", top=1)
    assert found.passages[0].note == "a.md"
    assert await running.session.changed_on_disk() is False
    assert await running.session.refresh() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"speech.language": "xx"}, "knows xx"),
        ({"audio.file": "/no/such.wav"}, "such.wav"),
        ({"audio.backend": "file", "audio.file": ""}, "no recording to listen to"),
        ({"notes.folders": ("/no/notes",)}, "/no/notes"),
        ({"audio.them": False, "audio.me": False}, "Neither side"),
    ],
)
async def test_what_cannot_be_built_leaves_everything_as_it_was(
    running: Running, private_home: Path, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(GhostPilotError, match=words):
        await running.follow(changes)
    assert running.session.pipeline.listening
    assert running.of(Status)[-1].level == "listening"
    await running.ask("How do you roll back a release?")
    assert running.of(Answer)[-1].ended == "complete"
    assert len(recorded(private_home)) == 1


async def test_a_paused_session_stays_paused(
    running: Running, sounds: Callable[[str], str]
) -> None:
    await running.session.pause_or_resume()
    await running.follow({"audio.file": sounds("two.wav")})
    assert not running.session.pipeline.listening
    await running.session.pause_or_resume()
    assert running.session.pipeline.listening


async def test_recording_ends_and_begins_with_its_setting(
    running: Running, private_home: Path
) -> None:
    await running.ask("How do you roll back a release?")
    await running.follow({"storage.record": False})
    assert running.of(Status)[-1].recording is False
    assert read_session(recorded(private_home)[0]).ended == "closed"
    await running.follow({"storage.record": True})
    assert running.of(Status)[-1].recording is True
    assert len(recorded(private_home)) == 2


async def test_what_was_changed_while_it_was_built_is_caught_up_with(
    running: Running, recognisers: list
) -> None:
    wanted = replace_values(
        running.plan.settings, {"speech.language": "fr", "questions.mode": "tap"}
    )
    await running.session.catch_up(wanted)
    assert len(recognisers) == 2
    await running.session.catch_up(replace_values(wanted, {"speech.language": "xx"}))
    assert running.of(Problem)[-1].title == "No recogniser knows xx"


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


async def test_a_missing_device_becomes_a_problem(running: Running, tmp_path: Path) -> None:
    await running.session.pause_or_resume()
    (tmp_path / "one.wav").unlink()
    await running.session.start()
    assert [problem.where for problem in running.of(Problem)] == ["audio"]


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
    monkeypatch.setattr("app.session.FIRST_READ_S", 0.05)
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

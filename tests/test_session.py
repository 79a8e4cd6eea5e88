"""A session goes on in one recording while its parts are built anew, or says why it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.asr.scripted import ScriptedEngine
from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, Problem, Question, Status, Transcript
from app.core.settings import Settings, replace_values
from app.core.trace import broken_rules
from app.parts import Plan
from app.session import GETTING_READY
from app.session_opening import open_session
from app.store.sessions import read_session
from tests.live_sessions import Running, recorded, scripted_recognisers, silence


@pytest.fixture
def sounds(tmp_path: Path) -> Callable[[str], str]:
    return lambda name: silence(tmp_path / name)


@pytest.fixture
def recognisers(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedEngine]:
    return scripted_recognisers(monkeypatch)


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


async def test_a_missing_device_becomes_a_problem(running: Running, tmp_path: Path) -> None:
    await running.session.pause_or_resume()
    (tmp_path / "one.wav").unlink()
    await running.session.start()
    assert [problem.where for problem in running.of(Problem)] == ["audio"]

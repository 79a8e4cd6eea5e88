"""What is kept of a session follows the settings, one file at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Event, Info, Transcript
from app.core.redact import Redactor
from app.core.settings import Settings, replace_values
from app.recording import Recording
from app.store.sessions import read_session
from app.store.turns import markers

KEPT = replace_values(Settings(), {"privacy.keep_audio": True})


@pytest.fixture
async def recording() -> AsyncIterator[tuple[Recording, list[Event]]]:
    told: list[Event] = []
    made = Recording(Clock(), Redactor(), told.append)
    yield made, told
    await made.aclose()


def files(home: Path, suffix: str) -> list[Path]:
    return sorted(home.rglob(f"*{suffix}"))


async def test_nothing_is_kept_before_it_is_asked_for(
    recording: tuple[Recording, list[Event]], private_home: Path
) -> None:
    made, _ = recording
    made.put(Info("notes"))
    made.keep(AudioChunk(bytes(640), "them", 0.0))
    made.keep_picture(b"png")
    made.mark()
    assert (made.path, files(private_home, "")) == (None, [])


async def test_the_file_stays_while_the_settings_agree_on_it(
    recording: tuple[Recording, list[Event]], private_home: Path
) -> None:
    made, _ = recording
    await made.follow(Settings())
    path = made.path
    assert not made.ends_with(KEPT)
    await made.follow(KEPT)
    await made.follow(replace_values(KEPT, {"overlay.theme": "light"}))
    assert (made.path, len(files(private_home, ".gpcast"))) == (path, 1)


async def test_sound_is_kept_from_the_moment_it_is_wanted(
    recording: tuple[Recording, list[Event]], private_home: Path
) -> None:
    made, _ = recording
    await made.follow(Settings())
    made.keep(AudioChunk(bytes(640), "them", 0.0))
    await made.follow(KEPT)
    made.keep(AudioChunk(bytes(32_000), "them", 1.0))
    await made.follow(Settings())
    made.keep(AudioChunk(bytes(32_000), "them", 2.0))
    (sound,) = files(private_home, ".flac")
    import soundfile

    assert soundfile.info(str(sound)).duration == pytest.approx(2.0)


class Late(Clock):
    """The clock of a session in which nothing was recorded for an hour."""

    def now(self) -> float:
        return 3600.0 + super().now()


async def test_a_file_that_begins_late_counts_from_its_own_beginning(private_home: Path) -> None:
    made = Recording(Late(), Redactor(), print)
    await made.follow(KEPT)
    words = Transcript("u1", "them", "Shall we?", 3600.5, 3601.5, final=True, emitted=3602.0)
    made.put(words)
    made.keep(AudioChunk(bytes(32_000), "them", 3601.0))
    made.mark("here")
    await made.aclose()
    (path,) = files(private_home, ".gpcast")
    session = read_session(path)
    (heard,) = [event for event in session.events if isinstance(event, Transcript)]
    assert heard.started == pytest.approx(0.5, abs=0.1)
    assert heard.ended == pytest.approx(1.5, abs=0.1)
    assert session.duration == pytest.approx(2.0, abs=0.1)
    (sound,) = files(private_home, ".flac")
    import soundfile

    assert soundfile.info(str(sound)).duration == pytest.approx(2.0, abs=0.1)


async def test_no_sound_is_kept_beside_a_sealed_session(
    recording: tuple[Recording, list[Event]], private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.library.key_to_record", lambda encrypt: bytes(32))
    made, told = recording
    await made.follow(replace_values(KEPT, {"storage.encrypt": True}))
    assert [event.note for event in told if isinstance(event, Info)] == [
        "Sound is not kept while recordings are encrypted."
    ]
    assert not files(private_home, ".flac")


async def test_a_file_that_cannot_be_begun_leaves_the_one_before(
    recording: tuple[Recording, list[Event]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(encrypt: bool) -> bytes:
        raise GhostPilotError("There is no keyring")

    made, _ = recording
    await made.follow(Settings())
    path = made.path
    monkeypatch.setattr("app.store.library.key_to_record", refuse)
    sealed = replace_values(Settings(), {"storage.encrypt": True})
    assert made.ends_with(sealed)
    with pytest.raises(GhostPilotError):
        await made.follow(sealed)
    assert made.path == path


async def test_a_file_in_which_nothing_was_heard_or_asked_does_not_stay(
    recording: tuple[Recording, list[Event]], private_home: Path
) -> None:
    made, _ = recording
    await made.follow(KEPT)
    made.put(Info("notes"))
    assert files(private_home, ".gpcast")
    await made.aclose()
    assert files(private_home, ".gpcast") == files(private_home, ".flac") == []


@pytest.mark.parametrize("what", ["mark", "sound", "picture"])
async def test_a_file_with_anything_of_the_users_stays(
    recording: tuple[Recording, list[Event]], private_home: Path, what: str
) -> None:
    made, _ = recording
    await made.follow(KEPT)
    match what:
        case "mark":
            made.mark("here")
        case "sound":
            made.keep(AudioChunk(bytes(640), "them", 0.0))
        case "picture":
            made.keep_picture(b"png")
    await made.aclose()
    (path,) = files(private_home, ".gpcast")
    assert [mark.note for mark in markers(read_session(path))] == ["here"] * (what == "mark")

"""Sound is kept where its time says, in pieces that survive, sealed where the session is."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Event, Problem
from app.store import sound
from app.store.blobs import blob_folder
from app.store.encryption import Cipher
from app.store.sound import PIECE_S, RATE, SoundKeeper, has_sound, read_sound

BLOCK_S = 0.04


def tone(seconds: float, start: float = 0.0) -> bytes:
    """A tone whose samples depend on their time alone."""
    at = np.arange(round(start * RATE), round((start + seconds) * RATE))
    return (np.sin(at * 0.05) * 8_000).astype("<i2").tobytes()


def feed(
    keeper: SoundKeeper, start: float, end: float, channel: Channel = "them", late: float = 0.0
) -> None:
    for number in range(round(start / BLOCK_S), round(end / BLOCK_S)):
        at = number * BLOCK_S
        keeper.put(AudioChunk(tone(BLOCK_S, at), channel, at + late))


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return tmp_path / "20261120-100000.gpcast"


def test_what_was_heard_is_kept_in_its_place(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 0.0, 70.0)
    feed(keeper, 0.0, 2.0, "me")
    keeper.close()
    assert read_sound(session, "them", 0.0, 70.0) == tone(70.0)
    assert read_sound(session, "them", 29.5, 30.5) == tone(1.0, 29.5)
    assert read_sound(session, "me", 0.0, 2.0) == tone(2.0)
    assert sorted(path.name for path in blob_folder(session).iterdir()) == [
        *("me-0000.flac", "them-0000.flac", "them-0001.flac", "them-0002.flac")
    ]
    assert has_sound(session)


def test_where_nothing_was_captured_it_is_silent(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 1.0, 2.0)
    feed(keeper, 65.0, 66.0)
    keeper.close()
    assert read_sound(session, "them", 0.0, 1.0) == bytes(RATE * 2)
    assert read_sound(session, "them", 1.0, 2.0) == tone(1.0, 1.0)
    assert read_sound(session, "them", 30.0, 65.0) == bytes(35 * RATE * 2)
    assert read_sound(session, "them", 65.0, 66.0) == tone(1.0, 65.0)
    assert read_sound(session, "them", 500.0, 501.0) == bytes(RATE * 2)
    assert read_sound(session, "me", 0.0, 1.0) == bytes(RATE * 2)


def test_a_long_silence_takes_no_room(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 0.0, 1.0)
    feed(keeper, 36_000.0, 36_001.0)
    keeper.close()
    assert len(list(blob_folder(session).iterdir())) == 2
    assert read_sound(session, "them", 0.0, 1.0) == tone(1.0)
    assert read_sound(session, "them", 36_000.0, 36_001.0) == tone(1.0, 36_000.0)


def test_small_differences_of_clocks_leave_no_hole(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 0.0, 1.0)
    feed(keeper, 1.0, 2.0, late=0.03)
    keeper.close()
    assert read_sound(session, "them", 0.0, 2.0) == tone(2.0)


def test_sound_that_was_there_already_is_not_kept_twice(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 0.0, 2.0)
    keeper.put(AudioChunk(tone(2.0, 1.0), "them", 1.0))
    keeper.close()
    assert read_sound(session, "them", 0.0, 3.0) == tone(3.0)


def test_each_piece_is_an_ordinary_sound_file(session: Path) -> None:
    keeper = SoundKeeper(session)
    feed(keeper, 0.0, 31.0)
    keeper.close()
    details = soundfile.info(str(blob_folder(session) / "them-0000.flac"))
    assert (details.samplerate, details.channels, details.frames) == (RATE, 1, PIECE_S * RATE)


def test_the_sound_of_a_sealed_session_is_sealed(session: Path) -> None:
    cipher = Cipher(bytes(32))
    keeper = SoundKeeper(session, cipher=cipher)
    feed(keeper, 0.0, 1.0)
    keeper.close()
    assert not (blob_folder(session) / "them-0000.flac").read_bytes().startswith(b"fLaC")
    assert read_sound(session, "them", 0.0, 1.0, cipher) == tone(1.0)
    with pytest.raises(GhostPilotError, match="cannot be read"):
        read_sound(session, "them", 0.0, 1.0)


def test_a_damaged_piece_is_named(session: Path) -> None:
    blob_folder(session).mkdir()
    (blob_folder(session) / "them-0000.flac").write_bytes(b"fLaC nonsense")
    with pytest.raises(GhostPilotError, match=r"them-0000\.flac cannot be read"):
        read_sound(session, "them", 0.0, 1.0)


def test_a_disk_that_refuses_is_told_once(session: Path) -> None:
    blob_folder(session).touch()
    news: list[Event] = []
    keeper = SoundKeeper(session, on_event=news.append)
    feed(keeper, 0.0, 61.0)
    keeper.close()
    keeper.close()
    assert [type(event) for event in news] == [Problem]


def test_what_the_disk_cannot_take_is_counted(
    session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "QUEUE_SIZE", 0)
    news: list[Event] = []
    keeper = SoundKeeper(session, on_event=news.append)
    begun = time.perf_counter()
    feed(keeper, 0.0, 1.0)
    assert time.perf_counter() - begun < 5
    keeper.close()
    assert keeper.lost == 25
    assert isinstance(news[0], Problem)
    assert "25 blocks" in news[0].detail
    assert not has_sound(session)

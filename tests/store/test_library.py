"""Sessions are found by name, and sealed ones leave no plain index on the disk."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.store import library, secrets
from app.store.library import (
    find_session,
    header_of,
    key_for,
    key_to_record,
    open_index,
)
from app.store.opening import open_session
from app.store.search import search
from app.store.sessions import read_session
from tests.session_samples import session


class Ring(KeyringBackend):
    """A keyring in memory, as the system's own."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch):
    before = keyring.get_keyring()
    monkeypatch.setattr(secrets, "TRUSTED", (f"{__name__}.",))
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def record(key: bytes | None = None) -> Path:
    recorder = open_session(paths.sessions(), now=Clock().now, key=key)
    for event in session(1):
        recorder.put(event)
    recorder.close()
    return recorder.path


def test_the_last_is_the_one_last_written() -> None:
    older, newer = record(), record()
    os.utime(older, (1, 1))
    assert find_session("last") == newer
    os.utime(newer, (0, 0))
    assert find_session("last") == older


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    record()
    (tmp_path / "a.gpcast").touch()
    assert find_session(str(tmp_path / "a.gpcast")) == tmp_path / "a.gpcast"
    for name in ("none", "../" * 9 + "none", "", "."):
        with pytest.raises(GhostPilotError, match="There is no session"):
            find_session(name)


def test_a_plain_session_needs_no_key() -> None:
    path = record()
    assert key_for(path) is None
    assert header_of(path) is not None
    path.write_bytes(b"damage\n")
    assert header_of(path) is None
    path.write_bytes(b"")
    assert header_of(path) is None


def test_a_sealed_session_gets_its_key_from_the_keyring(ring: Ring) -> None:
    path = record(key_to_record(True))
    assert list(read_session(path, key=key_for(path)).events) == session(1)


def test_a_key_is_made_only_where_recordings_are_to_be_sealed(ring: Ring) -> None:
    assert key_to_record(False) is None
    assert ring.kept == {}
    key = key_to_record(True)
    assert key is not None
    assert key_to_record(True) == key
    assert len(ring.kept) == 1


def test_without_sealed_sessions_the_index_is_a_file() -> None:
    record()
    index = open_index()
    assert len(index.sessions()) == 1
    index.close()
    assert (paths.cache() / "sessions.db").exists()


def test_with_sealed_sessions_the_index_stays_in_memory(ring: Ring) -> None:
    record(key_to_record(True))
    index = open_index()
    assert search(index, "deploy")
    index.close()
    assert not paths.cache().exists()


def test_a_keyring_that_writes_plain_text_is_no_place_for_the_key(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "TRUSTED", ())
    with pytest.raises(GhostPilotError, match="it has none that encrypts"):
        key_to_record(True)
    assert ring.kept == {}


def test_a_keyring_that_does_not_answer_holds_nothing_up(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = threading.Event()
    monkeypatch.setattr(Ring, "get_password", lambda *_: asleep.wait(5) or None)
    monkeypatch.setattr(library, "KEYRING_S", 0.05)
    with pytest.raises(GhostPilotError, match="has not answered"):
        key_to_record(True)
    asleep.set()


def test_without_a_keyring_sealed_sessions_say_so() -> None:
    path = record(bytes(32))
    with pytest.raises(GhostPilotError, match="keyring"):
        key_for(path)
    index = open_index()
    assert ["is encrypted" in row.trouble for row in index.sessions()] == [True]
    index.close()

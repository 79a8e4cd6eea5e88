"""Keys behind a passphrase: sealed one by one, private on disk, damage told."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.store.keyfile import KeyFile

KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "private" / "keys.enc"


def test_round_trip(path: Path) -> None:
    KeyFile(path).write("openai", KEY, "a phrase")
    KeyFile(path).write("groq", KEY + "2", "a phrase")
    assert KeyFile(path).read("openai", "a phrase") == KEY
    assert KeyFile(path).read("groq", "a phrase") == KEY + "2"
    assert KeyFile(path).read("nobody", "a phrase") is None


def test_the_file_is_private_and_holds_no_key(path: Path) -> None:
    KeyFile(path).write("openai", KEY, "a phrase")
    assert KEY not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_wrong_passphrase_opens_and_overwrites_nothing(path: Path) -> None:
    KeyFile(path).write("openai", KEY, "a phrase")
    with pytest.raises(GhostPilotError, match="passphrase"):
        KeyFile(path).read("openai", "another")
    with pytest.raises(GhostPilotError, match="passphrase"):
        KeyFile(path).write("groq", KEY, "another")
    assert not KeyFile(path).holds("groq")


def test_entries_cannot_be_swapped(path: Path) -> None:
    KeyFile(path).write("a", KEY, "a phrase")
    KeyFile(path).write("b", KEY + "b", "a phrase")
    document = json.loads(path.read_text())
    document["keys"]["a"] = document["keys"]["b"]
    path.write_text(json.dumps(document))
    with pytest.raises(GhostPilotError):
        KeyFile(path).read("a", "a phrase")


def test_remove_needs_no_passphrase_and_the_last_key_takes_the_file_along(path: Path) -> None:
    KeyFile(path).write("a", KEY, "a phrase")
    KeyFile(path).write("b", KEY, "a phrase")
    KeyFile(path).remove("a")
    assert not KeyFile(path).holds("a")
    assert KeyFile(path).read("b", "a phrase") == KEY
    KeyFile(path).remove("b")
    assert not path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 9}',
        '{"version": 1, "keys": {"a": {}}, "kdf": {}}',
        '{"version": 1, "keys": {"a": {"nonce": "x", "data": "y"}},'
        ' "kdf": {"salt": "AAAA", "n": 1073741824, "r": 8, "p": 1}}',
    ],
)
def test_a_damaged_file_is_named(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(GhostPilotError) as caught:
        KeyFile(path).read("a", "a phrase")
    assert "keys.enc" in str(caught.value)

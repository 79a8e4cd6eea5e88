"""Keys are found in order, kept only where they are safe, and never told to anyone else."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.core.errors import GhostPilotError
from app.core.redact import MASK, Redactor
from app.core.settings import Provider
from app.store import secrets
from app.store.secrets import AskPassphrase, Secrets, read_env_file, trusted_keyring

KEY = "sk-test-0123456789abcdef"
OPENAI = Provider("openai", "https://api.openai.com/v1", "m", key_env="OPENAI_API_KEY")
PLAIN = Provider("plain", "https://plain.invalid/v1", "m")


class MemoryKeyring(KeyringBackend):
    """A keyring as good as the system's, but gone with the test."""

    priority = 1  # type: ignore[assignment] - a plain number is what backends have

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.trouble = ""

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.trouble == "locked":
            raise KeyringLocked("the collection is locked")
        if self.trouble == "hangs":
            time.sleep(0.6)
        return self.keys.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.keys[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.keys:
            raise PasswordDeleteError("not found")
        del self.keys[service, username]


@pytest.fixture
def system_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """A trusted keyring in place of the one that fails."""
    backend = MemoryKeyring()
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    monkeypatch.setattr(secrets, "TRUSTED", (f"{__name__}.",))
    monkeypatch.setattr(MemoryKeyring, "__module__", __name__)
    yield backend
    keyring.set_keyring(before)


def make(tmp_path: Path, redactor: Redactor | None = None, **more: object) -> Secrets:
    more.setdefault("environ", {})
    return Secrets(redactor or Redactor(), folder=tmp_path, **more)  # type: ignore[arg-type] - by name


async def test_the_environment_comes_first(tmp_path: Path, system_keyring: MemoryKeyring) -> None:
    found = make(tmp_path, environ={"OPENAI_API_KEY": f" {KEY} "})
    await found.keep(OPENAI, "sk-another-0123456789")
    assert await found.key_for(OPENAI) == KEY
    assert await found.where(OPENAI) == "environment"


async def test_a_dotenv_file_counts_as_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# keys\nexport OPENAI_API_KEY='{KEY}'\nOTHER=1\n")
    assert await make(tmp_path).key_for(OPENAI) == KEY
    assert await make(tmp_path).where(OPENAI) == "env file"


async def test_the_keyring_holds_one_entry_per_provider_and_is_asked_once(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    assert await make(tmp_path).keep(PLAIN, KEY) == "keyring"
    assert system_keyring.keys == {("GhostPilot", "plain"): KEY}
    fresh = make(tmp_path)
    for _ in range(3):
        assert await fresh.key_for(PLAIN) == KEY
        assert await fresh.key_for(OPENAI) is None
    assert system_keyring.asked == 2


async def test_a_locked_keyring_says_what_to_do(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    system_keyring.trouble = "locked"
    with pytest.raises(GhostPilotError, match="plain"):
        await make(tmp_path).key_for(PLAIN)


async def test_a_keyring_that_hangs_is_given_up(
    tmp_path: Path, system_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "KEYRING_S", 0.1)
    system_keyring.trouble = "hangs"
    with pytest.raises(GhostPilotError, match="does not answer"):
        await make(tmp_path).key_for(PLAIN)


async def test_a_keyring_outside_the_list_is_never_used(tmp_path: Path) -> None:
    backend = MemoryKeyring()  # as a plain-text one would: present, willing, not trusted
    backend.keys["GhostPilot", "plain"] = KEY
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        assert not trusted_keyring()
        assert await make(tmp_path).key_for(PLAIN) is None
        assert await make(tmp_path).keep(PLAIN, KEY + "x") == "session"
    finally:
        keyring.set_keyring(before)
    assert backend.keys == {("GhostPilot", "plain"): KEY}


async def test_without_a_keyring_a_passphrase_seals_the_key(tmp_path: Path) -> None:
    asked = []

    async def passphrase(new: bool) -> str:
        asked.append(new)
        return "correct horse"

    assert await make(tmp_path, passphrase=passphrase).keep(PLAIN, KEY) == "file"
    fresh = make(tmp_path, passphrase=passphrase)
    assert await fresh.key_for(PLAIN) == KEY
    assert await fresh.where(PLAIN) == "file"
    assert asked == [True, False]
    await fresh.forget(PLAIN)
    assert await make(tmp_path, passphrase=passphrase).key_for(PLAIN) is None


async def test_a_no_to_the_passphrase_lasts_until_a_key_is_kept(tmp_path: Path) -> None:
    await make(tmp_path, passphrase=phrases("right")).keep(PLAIN, KEY)
    asked: list[bool] = []
    found = make(tmp_path, passphrase=phrases("", "", "right", asked=asked))
    assert await found.key_for(PLAIN) is None
    assert await found.where(PLAIN) == "file"
    other = Provider("other", "https://other.invalid/v1", "m")
    assert await found.keep(other, KEY) == "session"
    assert await found.keep(other, KEY) == "file"
    assert asked == [False, False, False]


async def test_a_wrong_passphrase_is_asked_for_again(tmp_path: Path) -> None:
    await make(tmp_path, passphrase=phrases("right")).keep(PLAIN, KEY)
    found = make(tmp_path, passphrase=phrases("wrong", "right"))
    with pytest.raises(GhostPilotError, match="passphrase"):
        await found.key_for(PLAIN)
    assert await found.key_for(PLAIN) == KEY


async def test_a_renamed_provider_keeps_its_key(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    found = make(tmp_path)
    await found.keep(PLAIN, KEY)
    new = Provider("renamed", PLAIN.base_url, "m")
    await found.move(PLAIN, new)
    assert (await found.key_for(new), await found.key_for(PLAIN)) == (KEY, None)
    assert list(system_keyring.keys) == [("GhostPilot", "renamed")]


def phrases(*answers: str, asked: list[bool] | None = None) -> AskPassphrase:
    """Somebody who answers so, one time after the other."""
    left = list(answers)

    async def answer(new: bool) -> str | None:
        if asked is not None:
            asked.append(new)
        return left.pop(0)

    return answer


async def test_without_any_place_the_key_lives_for_the_session(tmp_path: Path) -> None:
    found = make(tmp_path)
    assert await found.keep(PLAIN, KEY) == "session"
    assert await found.key_for(PLAIN) == KEY
    assert await make(tmp_path).key_for(PLAIN) is None
    assert os.listdir(tmp_path) == []


async def test_forget_removes_it_from_the_keyring(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    found = make(tmp_path)
    await found.keep(PLAIN, KEY)
    await found.forget(PLAIN)
    await found.forget(PLAIN)
    assert system_keyring.keys == {}
    assert await found.key_for(PLAIN) is None


async def test_a_key_is_known_to_the_redactor_before_anyone_has_it(tmp_path: Path) -> None:
    redactor = Redactor()
    secret = "unusual-key-without-a-known-form"
    await make(tmp_path, redactor, environ={"OPENAI_API_KEY": secret}).key_for(OPENAI)
    assert redactor.clean(f"key={secret}") == f"key={MASK}"


async def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="empty"):
        await make(tmp_path).keep(PLAIN, "  ")


def test_a_dotenv_file_is_read_with_care(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text('A="x=y"\nnot a line\n2B=z\n#C=1\nD=\n')
    assert read_env_file(path) == {"A": "x=y", "D": ""}
    path.write_bytes(b"\xff\xfe\x00")
    assert read_env_file(path) == {}
    assert read_env_file(tmp_path / "absent") == {}

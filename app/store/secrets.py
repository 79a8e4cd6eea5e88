"""Finds and keeps providers' keys: environment, system keyring, encrypted file, this session."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.redact import Redactor
from app.core.settings import Provider
from app.store.keyfile import KeyFile

T = TypeVar("T")

Place = Literal["environment", "env file", "keyring", "file", "session"]
SERVICE = "GhostPilot"
KEYRING_S = 3.0
"""Seconds a keyring may take; a locked one waits for a dialog that nobody may see."""
TRUSTED = (
    "keyring.backends.SecretService.",
    "keyring.backends.kwallet.",
    "keyring.backends.libsecret.",
    "keyring.backends.macOS.",
    "keyring.backends.Windows.",
)
"""Keyrings that encrypt. Others, such as one that writes plain text, are refused."""
AskPassphrase = Callable[[bool], Awaitable[str | None]]
"""Asks the user; told whether the passphrase is a new one. None when the user declines."""


class Secrets:
    """Looks a provider's key up, and registers it with the redactor before giving it out.

    The order is environment, system keyring, encrypted file, this session's memory; one
    entry per provider, under its name. What the keyring or the file said is remembered
    until `keep` or `forget`, so that each is asked once; the environment is read every
    time. ``passphrase`` is asked only when a sealed key is wanted or one is to be written:
    once, unless it was wrong. After a no it is asked again only by `keep`.
    """

    def __init__(
        self,
        redactor: Redactor,
        *,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        passphrase: AskPassphrase | None = None,
    ) -> None:
        self._redactor = redactor
        self._environ = os.environ if environ is None else environ
        self._folder = folder or paths.settings_file().parent
        self._file = KeyFile(self._folder / "keys.enc")
        self._ask_passphrase = passphrase
        self._passphrase: str | None = None
        self._declined = False
        self._asking = asyncio.Lock()
        self._known: dict[str, tuple[str, Place] | None] = {}

    async def key_for(self, provider: Provider) -> str | None:
        """The key, or None when there is none anywhere."""
        found = await self._find(provider)
        return found[0] if found else None

    async def where(self, provider: Provider) -> Place | None:
        """In which place there is a key; a sealed one is not opened for that."""
        found = await self._from_environment(provider) or self._known.get(provider.name)
        if found is not None:
            return found[1]
        name = provider.name
        if await _in_thread(lambda: _keyring_get(name)):
            return "keyring"
        return "file" if await _in_thread(lambda: self._file.holds(name)) else None

    async def keep(self, provider: Provider, key: str) -> Place:
        """Keep a key in the best place there is, and say which one that was.

        Without a trusted keyring and without a passphrase it is only kept in memory.
        """
        key = key.strip()
        if not key:
            raise GhostPilotError("The key is empty", next_step="Paste the whole key.")
        self._redactor.register(key)
        self._declined = False
        place = await self._write(provider.name, key)
        self._known[provider.name] = (key, place)
        return place

    async def forget(self, provider: Provider) -> None:
        """Remove the key from every place but the environment."""
        name = provider.name
        self._known.pop(name, None)
        await _in_thread(lambda: _keyring_delete(name))
        await _in_thread(lambda: self._file.remove(name))

    async def move(self, old: Provider, new: Provider) -> None:
        """Keep a renamed provider's key under its new name; that of the environment stays."""
        found = self._known.get(old.name) or await self._stored(old.name)
        if found is not None and old.name != new.name:
            await self.keep(new, found[0])
            await self.forget(old)

    def environment(self) -> dict[str, str]:
        """The environment, with the settings folder's ``.env`` beneath it. Blocking."""
        return {**read_env_file(self._folder / ".env"), **self._environ}

    async def _find(self, provider: Provider) -> tuple[str, Place] | None:
        if (found := await self._from_environment(provider)) is not None:
            return found
        if provider.name not in self._known:
            found = await self._stored(provider.name)
            if found is not None:
                self._redactor.register(found[0])
            self._known[provider.name] = found
        return self._known[provider.name]

    async def _from_environment(self, provider: Provider) -> tuple[str, Place] | None:
        if not provider.key_env:
            return None
        environment = await _in_thread(self.environment)
        key = environment.get(provider.key_env, "").strip()
        if not key:
            return None
        self._redactor.register(key)
        return key, "environment" if provider.key_env in self._environ else "env file"

    async def _stored(self, name: str) -> tuple[str, Place] | None:
        key = await _in_thread(lambda: _keyring_get(name))
        if key:
            return key, "keyring"
        if await _in_thread(lambda: self._file.holds(name)):
            phrase = await self._phrase()
            if phrase is not None:
                with self._forgetting_a_wrong_one():
                    key = await _in_thread(lambda: self._file.read(name, phrase))
                return (key, "file") if key else None
        return None

    async def _write(self, name: str, key: str) -> Place:
        if await _in_thread(lambda: _keyring_set(name, key)):
            return "keyring"
        phrase = await self._phrase()
        if phrase is None:
            return "session"
        with self._forgetting_a_wrong_one():
            await _in_thread(lambda: self._file.write(name, key, phrase))
        return "file"

    async def _phrase(self) -> str | None:
        async with self._asking:
            if self._passphrase is None and self._ask_passphrase and not self._declined:
                new = not await _in_thread(self._file.exists)
                self._passphrase = await self._ask_passphrase(new) or None
                self._declined = self._passphrase is None
            return self._passphrase

    @contextmanager
    def _forgetting_a_wrong_one(self) -> Iterator[None]:
        """A passphrase that does not open the file is asked for again the next time."""
        try:
            yield
        except GhostPilotError:
            self._passphrase = None
            raise


def trusted_keyring() -> bool:
    """Whether the system has a keyring that encrypts. Blocking, up to 0.3 s the first time."""
    import keyring

    backend = type(keyring.get_keyring())
    name = f"{backend.__module__}.{backend.__qualname__}"
    if name.startswith("keyring.backends.chainer."):
        parts = [type(one) for one in getattr(keyring.get_keyring(), "backends", ())]
        names = [f"{one.__module__}.{one.__qualname__}" for one in parts]
        return bool(names) and all(one.startswith(TRUSTED) for one in names)
    return name.startswith(TRUSTED)


def _keyring_get(name: str) -> str | None:
    if not trusted_keyring():
        return None
    import keyring

    with _told_apart(name):
        return keyring.get_password(SERVICE, name)


def _keyring_set(name: str, key: str) -> bool:
    if not trusted_keyring():
        return False
    import keyring

    with _told_apart(name):
        keyring.set_password(SERVICE, name, key)
    return True


def _keyring_delete(name: str) -> None:
    if not trusted_keyring():
        return
    import keyring
    from keyring.errors import PasswordDeleteError

    with _told_apart(name):
        try:
            keyring.delete_password(SERVICE, name)
        except PasswordDeleteError:
            return  # there was none


@contextmanager
def _told_apart(name: str) -> Iterator[None]:
    """Turns a keyring's own error into one that says what to do."""
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        yield
    except PasswordDeleteError:
        raise
    except KeyringError as error:
        raise _unreadable(name, str(error) or type(error).__name__) from None


def _unreadable(name: str, why: str) -> GhostPilotError:
    return GhostPilotError(
        f"The key of {name} cannot be read from the system's keyring",
        why,
        "Unlock the keyring, or set the key in the environment.",
    )


async def _in_thread(work: Callable[[], T]) -> T:
    """Run blocking work in a thread of its own, for a limited time.

    A keyring that waits for ever keeps its thread, which is why it is not a shared one.
    """
    executor = ThreadPoolExecutor(1, thread_name_prefix="secrets")
    try:
        async with asyncio.timeout(KEYRING_S):
            return await asyncio.get_running_loop().run_in_executor(executor, work)
    except TimeoutError:
        raise GhostPilotError(
            "The system's keyring does not answer",
            f"waited {KEYRING_S:g} s",
            "Unlock it, or set the key in the environment.",
        ) from None
    finally:
        executor.shutdown(wait=False)


def read_env_file(path: Path) -> dict[str, str]:
    """``NAME=value`` lines of a file, quotes taken off; empty when there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name.isidentifier():
            continue
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        found[name] = value
    return found

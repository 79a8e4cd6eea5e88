"""Keys on the command line: typed unseen or piped in, never an argument, never printed."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from getpass import getpass
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.redact import Redactor
from app.core.settings import Provider, Settings

if TYPE_CHECKING:
    from app.store.secrets import Secrets

ACTIONS = ("set", "forget", "where")
SPEECH = {"speech openai": "openai_key_env", "speech azure": "azure_key_env"}
"""Recognisers that run elsewhere have keys too, under these names."""

OUTSIDE = ("environment", "env file")
"""Places that are looked into and never written."""


def terminal_secrets(redactor: Redactor) -> Secrets:
    """The keys of this machine; a passphrase is asked for in the terminal, if there is one."""
    from app.store.secrets import Secrets

    return Secrets(redactor, passphrase=_ask_passphrase)


def run_key(settings: Settings, redactor: Redactor, name: str | None, action: str) -> int:
    """Set, forget or find the key of a provider; 1 when there is none, or none was kept."""
    provider = named(settings, name)
    act = {"set": _set, "forget": _forget, "where": _where}[action]
    return asyncio.run(act(terminal_secrets(redactor), provider))


def named(settings: Settings, name: str | None) -> Provider:
    """The provider or recogniser of a name; raises `GhostPilotError` that lists the names."""
    if name in SPEECH:
        from app.asr import service_of

        engine = str(name).removeprefix("speech ")
        service = service_of(replace(settings.speech, engine=engine))
        return Provider(str(name), service, "", key_env=getattr(settings.speech, SPEECH[str(name)]))
    for provider in settings.providers:
        if provider.name == name:
            return provider
    known = ", ".join(repr(one) for one in (*(p.name for p in settings.providers), *SPEECH))
    raise GhostPilotError(
        f"There is no provider {name}" if name else "No provider was named",
        f"there are {known}",
        "Add it as [[providers]] in the settings first.",
    )


async def _set(secrets: Secrets, provider: Provider) -> int:
    key = await asyncio.to_thread(_read, f"Key of {provider.name} (not shown): ")
    place = await secrets.keep(provider, key)
    if place == "session":
        print(
            f"The key of {provider.name} was not kept: this system has no keyring that encrypts, "
            "and no passphrase was given for a file. Type one in a terminal, pipe one in as the "
            f"line after the key, or set {provider.key_env or 'key_env and that variable'} in "
            "the environment.",
            file=sys.stderr,
        )
        return 1
    print(f"The key of {provider.name} is {_words(provider, place)}.")
    if (first := await secrets.where(provider)) and first in OUTSIDE:
        print(f"One {_words(provider, first)} comes before it.")
    return 0


async def _forget(secrets: Secrets, provider: Provider) -> int:
    await secrets.forget(provider)
    print(f"GhostPilot keeps no key of {provider.name}.")
    if (left := await secrets.where(provider)) and left in OUTSIDE:
        print(f"One is still {_words(provider, left)}; remove it there.")
    return 0


async def _where(secrets: Secrets, provider: Provider) -> int:
    place = await secrets.where(provider)
    if place is None:
        print(f"There is no key of {provider.name}.")
        return 1
    print(f"The key of {provider.name} is {_words(provider, place)}.")
    return 0


def _words(provider: Provider, place: str) -> str:
    return {
        "environment": f"in the environment variable {provider.key_env}",
        "env file": f"in the file .env beside the settings, as {provider.key_env}",
        "keyring": "in the keyring of this system",
        "file": "in a file that your passphrase opens",
    }[place]


async def _ask_passphrase(new: bool) -> str | None:
    return await asyncio.to_thread(_passphrase, new)


def _passphrase(new: bool) -> str | None:
    """A new one is typed twice; where keys are piped in, it is the line after the key."""
    if not new or not sys.stdin.isatty():
        return _read("Passphrase of your key file (not shown): ") or None
    print("This system has no keyring that encrypts; a passphrase can seal the key in a file.")
    first = _read("New passphrase (not shown, empty for none): ")
    if first and first != _read("Once more: "):
        raise GhostPilotError("The two passphrases differ", next_step="Try again.")
    return first or None


def _read(prompt: str) -> str:
    """A line typed without being shown; without a terminal, the next line of the input."""
    if sys.stdin.isatty():
        return getpass(prompt).strip()
    return sys.stdin.readline().strip()

"""What the providers page asks of engines and the store; every call works off the UI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from app.core.provider import ProviderCheck
from app.core.settings import Provider

KeyPlace = Literal["environment", "env file", "keyring", "file", "session"]
"""Where a key lies: an environment variable, the system's keyring, the file that a passphrase
opens, or only the memory of this run."""


@dataclass(frozen=True, slots=True)
class Template:
    """A known provider to start from."""

    title: str
    provider: Provider
    keys_at: str = ""
    """Web address where the user gets a key; empty where none is known."""
    local: bool = False
    """A server on this machine, which needs no key."""


class Providers(Protocol):
    """Providers that could be asked, and their keys.

    Every method may be cancelled; those that name no other error raise `GhostPilotError`
    with a sentence for the user. Keys go in and never come out.
    """

    async def templates(self) -> Sequence[Template]:
        """Known providers, in the order of a menu."""

    async def offers(self) -> Sequence[Provider]:
        """Servers that run on this machine now; nothing is sent to them but a list's request."""

    async def models(self, provider: Provider, key: str = "") -> Sequence[str]:
        """The models the endpoint lists; ``key`` is one just typed, else the kept one is used."""

    async def test(self, provider: Provider, key: str = "") -> ProviderCheck:
        """Ask for one word, with nothing of the user's; takes up to the provider's own limits."""

    async def key_place(self, provider: Provider) -> KeyPlace | None:
        """Where its key lies, without opening it; None when there is none."""

    async def keep_key(self, provider: Provider, key: str) -> KeyPlace:
        """Keep a key in the safest place there is; the user may be asked for a passphrase."""

    async def forget_key(self, provider: Provider) -> KeyPlace | None:
        """Remove its key; where there still is one, which only the environment can be."""

    async def rename(self, old: Provider, new: Provider) -> None:
        """Take the key along to a provider's new name."""

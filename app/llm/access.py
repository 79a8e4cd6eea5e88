"""Who may be asked at all: providers whose key is known and whose host the user agreed to."""

from __future__ import annotations

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.provider import host_of, in_this_network, on_this_machine
from app.core.settings import Provider, Settings
from app.llm.base import Consent, KeyFor
from app.llm.policy import no_key, not_agreed
from app.llm.turn import Turn


class Access:
    """Keys and the user's consent, which is asked for once per host, a no included."""

    def __init__(self, key_for: KeyFor, consent: Consent) -> None:
        self._key_for = key_for
        self._consent = consent
        self._agreed: set[str] = set()
        self._refused: set[str] = set()
        self._kept: set[str] = set()
        """Those of them that the settings had."""

    async def find_keys(self, turn: Turn) -> None:
        """Note for a turn which providers have their key and which lack it."""
        for provider in turn.settings.providers:
            key, missing = await self.key(provider)
            if missing is not None:
                turn.missing[provider.name] = missing
            elif key is not None:
                turn.keys[provider.name] = key

    async def key(self, provider: Provider) -> tuple[str | None, Problem | None]:
        """A provider's key, and what to tell the user when it cannot do without one."""
        needed = not in_this_network(provider.base_url)
        try:
            key = await self._key_for(provider)
        except GhostPilotError as error:
            return None, error.problem("llm") if needed else None
        return key, no_key(provider) if needed and key is None else None

    async def agreed(self, turn: Turn, provider: Provider) -> bool:
        """Whether talk and notes may go to this provider's host; asks the user if need be."""
        if self.known(provider, turn.settings):
            return True
        host = host_of(provider.base_url)
        agreed = False
        if not self._said_no(host, turn.settings):
            turn.pause()
            agreed = await self._consent(provider, host)
            turn.resume()
            (self._agreed if agreed else self._refused).add(host)
        if not agreed:
            turn.blame.skipped(provider.name, not_agreed(provider, host), "not agreed")
        return agreed

    def _said_no(self, host: str, settings: Settings) -> bool:
        """Whether the user said no to a host, and has not taken it back in the settings."""
        if host in settings.privacy.refused:
            self._kept.add(host)
            return True
        if host in self._kept:  # it stood in the settings, and stands there no more
            self._kept.discard(host)
            self._refused.discard(host)
        return host in self._refused

    def known(self, provider: Provider, settings: Settings) -> bool:
        """Whether nobody needs to be asked: it is this machine, or the user has agreed."""
        host = host_of(provider.base_url)
        return (
            on_this_machine(provider.base_url)
            or host in self._agreed
            or host in settings.privacy.agreed
        )

"""What the note on consent tells: from the settings, and from what earlier sessions sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from app.core import paths
from app.core.egress import Sent
from app.core.errors import GhostPilotError
from app.core.provider import host_of, on_this_machine
from app.core.settings import Settings
from app.ui.consent_source import ConsentFacts, Past, Recipient

LATEST = 20
"""Sessions whose ledgers are read; more would keep a new start waiting."""
TO_A_PROVIDER = ("talk", "passages")
"""What a question takes along; a screenshot only when the user asks about the screen."""


class ConsentDesk:
    """Implements `ui.consent_source.ConsentSource` over the settings and the store."""

    def __init__(self, settings: Callable[[], Settings], folder: Path | None = None) -> None:
        self._settings = settings
        self._folder = folder

    async def facts(self) -> ConsentFacts:
        settings = self._settings()
        storage = settings.storage
        folder = self._folder or paths.sessions()
        return ConsentFacts(
            str(folder),
            recorded=storage.record,
            sound_kept=storage.record and settings.privacy.keep_audio and not storage.encrypt,
            sealed=storage.encrypt,
            keep_days=storage.keep_days,
            recipients=recipients(settings),
            past=await asyncio.to_thread(_past, folder),
        )


def recipients(settings: Settings) -> tuple[Recipient, ...]:
    """Everybody these settings send something to, the recogniser of speech first."""
    from app.asr import service_of

    wanted = [(one.name, one.base_url, TO_A_PROVIDER) for one in settings.providers]
    if service := service_of(settings.speech):
        wanted.insert(0, (settings.speech.engine, service, ("audio", "names")))
    agreed = settings.privacy.agreed
    return tuple(
        Recipient(name, host, content, on_this_machine(url), host in agreed)
        for name, url, content in wanted
        if (host := host_of(url))
    )


def _past(folder: Path) -> tuple[Past, ...]:
    """What the latest sessions sent to other machines, by host."""
    hosts: dict[str, Past] = {}
    for lines in _ledgers(folder):
        met: set[str] = set()
        for line in lines:
            if line.local:
                continue
            before = hosts.get(line.host, Past(line.host, (), 0, 0))
            hosts[line.host] = Past(
                line.host,
                tuple(sorted({*before.content, *line.content})),
                before.bytes + line.bytes,
                before.sessions + (line.host not in met),
            )
            met.add(line.host)
    return tuple(sorted(hosts.values(), key=lambda past: -past.bytes))


def _ledgers(folder: Path) -> Iterator[list[Sent]]:
    """The ledgers of the latest sessions that can be read; a sealed one is left in peace."""
    from app.core.egress import ledger
    from app.store.index import session_files
    from app.store.sessions import read_session

    for path in sorted(session_files(folder), reverse=True)[:LATEST]:
        try:
            yield ledger(read_session(path, pieces=False).events)
        except (GhostPilotError, OSError):
            continue

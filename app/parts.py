"""Build each part from the settings; the app and the commands use the same ones.

Nothing here knows Qt. Rooms are imported where they are used, so that a command loads only
what it needs and a window can be painted first.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Event, Info, Problem, Sink
from app.core.provider import host_of, on_this_machine
from app.core.redact import Redactor
from app.core.sections import Speech as SpeechSettings
from app.core.settings import Provider, Settings
from app.core.tasks import spawn
from app.narration import refuse

if TYPE_CHECKING:
    from app.asr.base import AsrEngine, Progress
    from app.llm.health import Health
    from app.retrieval.live import LiveNotes
    from app.retrieval.qdrant import QdrantNotes
    from app.store.secrets import Secrets

    Notes = LiveNotes | QdrantNotes

LIVE_LAG_S = 10.0
"""Live sound that waits longer than this for the recogniser is dropped and reported."""


@dataclass(slots=True)
class Plan:
    """What a session is made of besides its settings."""

    settings: Settings
    redactor: Redactor = field(default_factory=Redactor)
    """Shared with the log, so that a key met anywhere is masked everywhere."""
    sinks: tuple[Sink, ...] = ()
    """Where events go after the recorder."""
    recording: Path | None = None
    """Played instead of listening to devices."""
    speed: float = 1.0
    consent: Callable[[Provider, str], Awaitable[bool]] = refuse
    """Asks the user whether talk and notes may go to a provider's host."""
    consent_to_sound: Callable[[str, str], Awaitable[bool]] | None = None
    """Asks the user whether a recogniser may send sound to a host; None where nobody can be."""
    config: Path | None = None
    """The settings file in use, when it is not the usual one."""
    knowledge: Path | None = None
    """A notes folder instead of those of the settings."""
    notes: Notes | None = None
    """The notes of the running session, perhaps still being read: windows look into the same."""
    may_record: bool = True
    """False until the user has agreed: nothing is recorded then, whatever the settings say."""
    ask_passphrase: Callable[[bool], Awaitable[str | None]] | None = None
    """Asks for the passphrase of the key file, a new one when told so."""
    secrets: Secrets | None = None
    """Made by `narration.secrets_of`."""
    health: Health | None = None
    """How the providers are doing; made by `narration.narrator_of` and shared by all."""
    change: Change | None = None
    """Changes settings of the running program; None where they cannot be changed."""

    def tell(self, event: Event) -> None:
        """Hand an event to whoever listens, before there is a pipeline to stamp it."""
        for sink in self.sinks:
            sink(event)


class Change(Protocol):
    """The one way to change settings while the program runs; see `desks.settings`."""

    async def __call__(
        self, changes: Mapping[str, Any], *, providers: Sequence[Provider] | None = None
    ) -> None:
        """Check ``{"section.name": value}``, apply it and keep it in the settings file."""


def settings_of(
    args: argparse.Namespace,
    report: Callable[[Problem], None] | None = None,
    misfit: Callable[[Problem], None] | None = None,
) -> Settings:
    """The settings a command runs with: the file it names, or the usual one.

    Keys that no setting has are handed to ``report``, else logged. What is wrong in the file
    is handed to ``misfit``, and the rest of it counts, else it is raised.
    """
    from app.store.settings import load

    path = Path(args.config) if args.config else None
    return with_default_providers(load(path, report=report, misfit=misfit))


def with_default_providers(settings: Settings) -> Settings:
    """While no provider is set up, OpenAI counts as one if its key is in the environment."""
    from app.llm.presets import default_providers

    if settings.providers:
        return settings
    return replace(settings, providers=default_providers(os.environ))


async def keep_state(changes: dict[str, Any]) -> None:
    """Remember something between runs, in a worker."""
    from app.store.state import remember

    await asyncio.to_thread(remember, changes)


def notes_folders(settings: Settings, given: Path | None = None) -> tuple[Path, ...]:
    """The folders to search: the one given, else those of the settings, else the sample."""
    if given is not None:
        return (given,)
    chosen = tuple(Path(folder).expanduser() for folder in settings.notes.folders)
    return chosen or (paths.shipped("knowledge"),)


@asynccontextmanager
async def open_notes(
    settings: Settings,
    given: Path | None = None,
    *,
    missing: Callable[[Problem], None] | None = None,
    reading: Callable[[Info], object] = lambda info: None,
    made: Callable[[Notes], None] = lambda notes: None,
    patience: float | None = None,
) -> AsyncIterator[Notes]:
    """The notes, read and ready to search, of `notes_folders`; closed on exit.

    ``made`` gets them before they are read. A long first build is told to ``reading`` on the
    loop. Raises `GhostPilotError` when there are no notes, unless ``missing`` takes the problem.
    Notes that take longer than ``patience`` seconds are read on while they are in use: searches
    say so until then.
    """
    from app.retrieval import make_retriever
    from app.retrieval.follow import in_words

    loop = asyncio.get_running_loop()
    progress = in_words(lambda info: loop.call_soon_threadsafe(reading, info))
    folders = tuple(str(folder) for folder in notes_folders(settings, given))
    notes = make_retriever(replace(settings.notes, folders=folders))
    made(notes)

    async def read() -> GhostPilotError | None:
        try:
            await notes.load(progress)
        except GhostPilotError as error:
            if missing is None:
                return error
            if not closing:
                missing(error.problem("notes"))
        return None

    closing = False
    first = spawn(read(), name="read the notes")
    try:
        done, _ = await asyncio.wait({first}, timeout=patience)
        if done and (failed := first.result()) is not None:
            raise failed
        notes.reading.in_use = True
        yield notes
    finally:
        closing = True
        await notes.aclose()
        await asyncio.wait({first})


@asynccontextmanager
async def open_engine(
    settings: Settings,
    *,
    live: bool,
    redactor: Redactor | None = None,
    vocabulary: Callable[[], tuple[str, ...]] = tuple,
    loading: Progress | None = None,
) -> AsyncIterator[AsrEngine]:
    """The recogniser with its model loaded; closed on exit.

    ``vocabulary`` tells the terms of the notes, for engines that take hints and for repairs.
    ``loading`` is told how far a model has come, on a worker's thread.
    Raises `GhostPilotError` when sound would go to a host the user has not agreed to.
    """
    from app.asr import make_engine, service_of
    from app.asr.repair import ordinary_words
    from app.llm.conceal import Concealer
    from app.questions.detector import is_complete

    service = service_of(settings.speech)
    host = host_of(service)
    away = bool(service) and not on_this_machine(service)
    hidden = Concealer(settings.privacy.conceal, settings.privacy.conceal_terms)
    if away and host not in settings.privacy.agreed:
        engine_name = settings.speech.engine
        raise GhostPilotError(
            f"The recogniser {engine_name} would send the sound of the call to {host}",
            "you have not agreed to that",
            f'Allow it by: ghostpilot providers agree "speech {engine_name}", or choose moonshine.',
        )
    engine = make_engine(
        settings.speech,
        max_lag_s=LIVE_LAG_S if live else None,
        complete=is_complete,
        vocabulary=vocabulary,
        may_leave=lambda name: not away or hidden.may_leave(name),
        key=await _speech_key(settings.speech, redactor or Redactor()),
    )
    try:
        await engine.prepare(loading)
        if settings.speech.repair:
            await asyncio.to_thread(ordinary_words)  # else the loop would read it at a first word
        yield engine
    finally:
        await engine.aclose()


async def _speech_key(speech: SpeechSettings, redactor: Redactor) -> str:
    """The key of a recogniser that runs elsewhere; empty for one that does not."""
    from app.store.secrets import Secrets

    variables = {"azure": speech.azure_key_env, "openai": speech.openai_key_env}
    if speech.engine not in variables:
        return ""
    name = f"speech {speech.engine}"
    provider = Provider(name, base_url="", model="", key_env=variables[speech.engine])
    return await Secrets(redactor).key_for(provider) or ""

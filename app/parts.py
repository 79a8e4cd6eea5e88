"""Build each part from the settings; the app and the commands use the same ones.

Nothing here knows Qt. Rooms are imported where they are used, so that a command loads only
what it needs and a window can be painted first.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Channel, Event, Info, Problem, Sink, Speech
from app.core.provider import host_of, on_this_machine
from app.core.redact import Redactor
from app.core.settings import Provider, Settings
from app.core.settings import Speech as SpeechSettings
from app.retrieval.follow import Follower as Follower

if TYPE_CHECKING:
    from app.asr.base import AsrEngine
    from app.llm.base import PromptFor
    from app.llm.failover import FailoverNarrator
    from app.pipeline import Pipeline
    from app.retrieval.live import LiveNotes
    from app.retrieval.qdrant import QdrantNotes

    Notes = LiveNotes | QdrantNotes

LIVE_LAG_S = 10.0
"""Live sound that waits longer than this for the recogniser is dropped and reported."""


async def refuse(provider: Provider, host: str) -> bool:
    """Agrees to no host: what a program does that cannot ask its user."""
    return False


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
    config: Path | None = None
    """The settings file in use, when it is not the usual one."""
    knowledge: Path | None = None
    """A notes folder instead of those of the settings."""
    notes: Notes | None = None
    """The notes of the running session, perhaps still being read: windows look into the same."""


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that is ready to start."""

    pipeline: Pipeline
    notes: Notes
    clock: Clock
    recording: Path | None
    """The session file, None when nothing is recorded."""
    keep_picture: Callable[[bytes], None]
    """Keeps a screenshot (PNG) in the recording."""


def settings_of(
    args: argparse.Namespace, report: Callable[[Problem], None] | None = None
) -> Settings:
    """The settings a command runs with: the file it names, or the usual one.

    While no provider is set up, OpenAI counts as one if its key is in the environment. Keys
    that no setting has are handed to ``report``, else logged.
    """
    from app.llm.presets import default_providers
    from app.store.settings import load

    settings = load(Path(args.config) if args.config else None, report=report)
    if not settings.providers:
        settings = replace(settings, providers=default_providers(os.environ))
    return settings


async def keep_setting(plan: Plan, key: str, value: object) -> None:
    """Write one changed setting to the settings file, in a worker."""
    from app.store.settings import save

    await asyncio.to_thread(save, {key: value}, path=plan.config)


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
) -> AsyncIterator[Notes]:
    """The notes, read and ready to search, of `notes_folders`; closed on exit.

    ``made`` gets them before they are read. A long first build is told to ``reading`` on the
    loop. Raises `GhostPilotError` when there are no notes, unless ``missing`` takes the problem.
    """
    from app.retrieval import make_retriever
    from app.retrieval.follow import PROGRESS

    loop = asyncio.get_running_loop()

    def progress(done: int, of: int) -> None:
        note = f"Reading the notes: {done} of {of} passages"
        loop.call_soon_threadsafe(reading, Info(PROGRESS, note=note))

    folders = tuple(str(folder) for folder in notes_folders(settings, given))
    notes = make_retriever(replace(settings.notes, folders=folders))
    made(notes)
    try:
        try:
            await notes.load(progress)
        except GhostPilotError as error:
            if missing is None:
                raise
            missing(error.problem("notes"))
        yield notes
    finally:
        await notes.aclose()


@asynccontextmanager
async def open_engine(
    settings: Settings,
    *,
    live: bool,
    redactor: Redactor | None = None,
    vocabulary: Callable[[], tuple[str, ...]] = tuple,
) -> AsyncIterator[AsrEngine]:
    """The recogniser with its model loaded; closed on exit.

    ``vocabulary`` tells the terms of the notes, for engines that take hints and for repairs.
    Raises `GhostPilotError` when sound would go to a host the user has not agreed to.
    """
    from app.asr import make_engine, service_of
    from app.questions.detector import is_complete

    service = service_of(settings.speech)
    host = host_of(service)
    if service and not on_this_machine(service) and host not in settings.privacy.agreed:
        raise GhostPilotError(
            f"The recogniser {settings.speech.engine} would send the sound of the call to {host}",
            "you have not agreed to that",
            f'Add "{host}" to agreed in [privacy] of the settings, or choose moonshine.',
        )
    engine = make_engine(
        settings.speech,
        max_lag_s=LIVE_LAG_S if live else None,
        complete=is_complete,
        vocabulary=vocabulary,
        key=await _speech_key(settings.speech, redactor or Redactor()),
    )
    try:
        await engine.prepare()
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


@asynccontextmanager
async def open_narrator(
    settings: Callable[[], Settings],
    redactor: Redactor,
    consent: Callable[[Provider, str], Awaitable[bool]] = refuse,
    prompt_for: PromptFor | None = None,
) -> AsyncIterator[FailoverNarrator]:
    """The narrator with the providers of the settings of the moment; closed on exit.

    ``consent`` asks the user before the first request to a host that is neither this
    machine nor among `privacy.agreed`; without it such a host is never asked. The prompt is
    that of the user's and the shipped files which fits the question, or of ``prompt_for``.
    """
    from app.llm import open_narrator as make
    from app.store.prompts import PromptFolder
    from app.store.secrets import Secrets

    narrator = make(
        settings,
        key_for=Secrets(redactor).key_for,
        consent=consent,
        prompt_for=prompt_for or PromptFolder().prompt_for,
        redactor=redactor,
    )
    try:
        yield narrator
    finally:
        await narrator.aclose()


@asynccontextmanager
async def open_session(plan: Plan) -> AsyncIterator[LiveSession]:
    """All parts of a session, loaded and connected; closed in reverse order on exit.

    The session clock starts when everything is ready.
    """
    from app.audio import open_audio, open_file
    from app.pipeline import Pipeline
    from app.questions.listener import Listener

    settings, redactor = plan.settings, plan.redactor
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        problems: list[Problem] = []

        def show(info: Info) -> None:
            for sink in plan.sinks:
                sink(info)

        def at_hand(notes: Notes | None) -> None:
            plan.notes = notes

        stack.callback(at_hand, None)
        notes = await stack.enter_async_context(
            open_notes(
                settings,
                plan.knowledge,
                missing=None if plan.recording else problems.append,
                reading=show,
                made=at_hand,
            )
        )
        engine = await stack.enter_async_context(
            open_engine(settings, live=True, redactor=redactor, vocabulary=notes.vocabulary)
        )
        narrator = await stack.enter_async_context(
            open_narrator(lambda: plan.settings, redactor, plan.consent)
        )
        clock = Clock(plan.speed)

        def report(event: Event) -> None:
            """News of the writers, from their threads; the pipeline is made right after them."""
            loop.call_soon_threadsafe(lambda: pipeline.report(event))

        recording = await stack.enter_async_context(_recording(plan, clock, report))
        pipeline = Pipeline(
            clock=clock,
            audio=(
                open_file(plan.recording, clock, realtime=True)
                if plan.recording
                else open_audio(settings.audio, clock)
            ),
            engine=engine,
            listener=Listener(lambda: plan.settings.questions),
            retriever=notes,
            narrator=narrator,
            sinks=(*recording.sinks, _make_way(notes), *plan.sinks),
            keep=recording.keep,
            channels=[name for name in ("them", "me") if getattr(settings.audio, name)],
            passages=lambda: plan.settings.notes.passages,
            recording=recording.path is not None,
        )
        stack.push_async_callback(pipeline.aclose)
        for problem in problems:
            pipeline.report(problem)
        yield LiveSession(pipeline, notes, clock, recording.path, recording.keep_picture)


def _make_way(notes: Notes) -> Sink:
    """A sink that tells the notes while somebody speaks: a big build then mostly rests."""
    speaking: set[Channel] = set()

    def hear(event: Event) -> None:
        if isinstance(event, Speech):
            (speaking.add if event.speaking else speaking.discard)(event.channel)
            notes.make_way(bool(speaking))

    return hear


@dataclass(frozen=True, slots=True)
class _Recording:
    """Where a session's events and sound are written; nowhere when the user wants neither."""

    path: Path | None = None
    sinks: tuple[Sink, ...] = ()
    keep: Callable[[AudioChunk], None] | None = None
    keep_picture: Callable[[bytes], None] = lambda png: None


@asynccontextmanager
async def _recording(plan: Plan, clock: Clock, report: Sink) -> AsyncIterator[_Recording]:
    """The session file, and the sound beside it if the user asked for it; closed on exit.

    Sessions past the limits of the settings are deleted first.
    """
    if not plan.settings.storage.record:
        yield _Recording()
        return
    from app.store.gpcast import Header
    from app.store.library import key_to_record
    from app.store.opening import open_session as open_recorder
    from app.store.retention import enforce

    storage, folder = plan.settings.storage, paths.sessions()
    await asyncio.to_thread(enforce, folder, keep_days=storage.keep_days, keep_mb=storage.keep_mb)
    key = await asyncio.to_thread(key_to_record, storage.encrypt)
    recorder = open_recorder(
        folder,
        now=clock.now,
        redactor=plan.redactor,
        header=Header(
            mode=plan.settings.answers.mode,
            providers=tuple(provider.name for provider in plan.settings.providers),
        ),
        key=key,
        on_event=report,
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, recorder.close)
        keep = None
        if plan.settings.privacy.keep_audio and storage.encrypt:
            # Sound is written as it comes, unsealed: it must not lie beside a sealed session.
            report(Info("recording", note="Sound is not kept while recordings are encrypted."))
        elif plan.settings.privacy.keep_audio:
            from app.audio.keep import KeptAudio
            from app.store.blobs import sound_path

            kept = KeptAudio(sound_path(recorder.path), report)
            stack.push_async_callback(kept.aclose)
            keep = kept.put
        yield _Recording(recorder.path, (recorder.put,), keep, recorder.put_image)

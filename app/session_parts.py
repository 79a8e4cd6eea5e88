"""The parts of a live session, each with what closes it, built from the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from app.asr.base import AsrSession, Capabilities, Progress
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Channel
from app.core.provider import host_of, on_this_machine
from app.core.settings import Settings, changed_values, declarations, replace_values
from app.parts import Plan, open_engine

if TYPE_CHECKING:
    from app.asr.base import AsrEngine
    from app.audio.base import AudioBackend
    from app.parts import Notes

T = TypeVar("T")

_NO_CAPABILITIES = Capabilities(
    offline=True, partials=False, punctuation=False, needs_download=False, languages=()
)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part with what closes it."""

    it: T
    stack: AsyncExitStack


@dataclass(frozen=True, slots=True)
class Parts:
    """What is built anew when its settings change."""

    notes: Part[Notes]
    engine: Part[AsrEngine]
    audio: AudioBackend
    channels: tuple[Channel, ...]


class NoEngine:
    """Stands in for a recogniser that could not be built: all but listening works."""

    capabilities = _NO_CAPABILITIES

    def __init__(self, error: GhostPilotError) -> None:
        self._error = error

    async def prepare(self, progress: Progress | None = None) -> None:
        """There is nothing to load."""

    def open(self, channel: Channel) -> AsrSession:
        """Raises what kept the recogniser from being built."""
        raise self._error

    async def aclose(self) -> None:
        """There is nothing to release."""


async def opened(context: AbstractAsyncContextManager[T]) -> Part[T]:
    """What a context gives, to be closed later."""
    stack = AsyncExitStack()
    return Part(await stack.enter_async_context(context), stack)


async def close_parts(parts: Parts, unless: Parts | None = None) -> None:
    """Close these parts except those that the others go on with."""
    if unless is None or parts.engine is not unless.engine:
        await parts.engine.stack.aclose()
    if unless is None or parts.notes is not unless.notes:
        await parts.notes.stack.aclose()


@asynccontextmanager
async def open_live_engine(
    plan: Plan, settings: Settings, notes: Callable[[], Notes], tolerant: bool = False
) -> AsyncIterator[AsrEngine]:
    """The recogniser; when it may be missing, what tells why when it is wanted."""
    from app.asr.loading import in_words

    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        engine: AsrEngine
        try:
            engine = await stack.enter_async_context(
                open_engine(
                    await asked_for_sound(plan, settings),
                    live=True,
                    redactor=plan.redactor,
                    vocabulary=lambda: notes().vocabulary(),
                    loading=in_words(lambda info: loop.call_soon_threadsafe(plan.tell, info)),
                )
            )
        except GhostPilotError as error:
            if not tolerant:
                raise
            engine = NoEngine(error)
        yield engine


async def asked_for_sound(plan: Plan, settings: Settings) -> Settings:
    """The settings, with the host of a recogniser elsewhere if the user agrees to it now."""
    from app.asr import service_of

    service = service_of(settings.speech)
    host, privacy = host_of(service), settings.privacy
    known = host in (*privacy.agreed, *privacy.refused)
    if not service or on_this_machine(service) or known or plan.consent_to_sound is None:
        return settings
    if not await plan.consent_to_sound(settings.speech.engine, host):
        return settings
    return replace_values(settings, {"privacy.agreed": (*privacy.agreed, host)})


def open_live_audio(plan: Plan, settings: Settings, clock: Clock) -> AudioBackend:
    """The devices of the settings, or the recording that is played instead."""
    from app.audio import open_audio, open_file

    if plan.recording is not None:
        return open_file(plan.recording, clock, realtime=True)
    return open_audio(settings.audio, clock)


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """The sides that are listened to. Raises `GhostPilotError` when there is none."""
    names: tuple[Channel, ...] = ("them", "me")
    wanted = tuple(name for name in names if getattr(settings.audio, name))
    if not wanted:
        raise GhostPilotError(
            "Neither side of the call is listened to",
            "audio.them and audio.me are both off",
            "Turn one of them on in the settings.",
        )
    return wanted


def sections_to_build(before: Settings, after: Settings) -> set[str]:
    """The sections of the settings whose parts must be built anew."""
    changed = changed_values(before, after)
    return {
        declared.section
        for declared in declarations()
        if declared.key in changed and declared.about.applies == "rebuild"
    }

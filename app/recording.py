"""Where a session's events, sound and pictures are kept; the file outlives every other part."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import paths
from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import AudioChunk, Event, Info, Problem, Sink
from app.core.redact import Redactor
from app.core.settings import Settings, replace_values

if TYPE_CHECKING:
    from app.audio.keep import KeptAudio
    from app.parts import Plan
    from app.store.recorder import Recorder

Wanted = tuple[bool, bool, bool]
"""Recorded at all, sealed, and with its sound."""
TOGETHER_S = 10.0
"""A file begun within so many seconds begins with its session, whose parts are still opening."""


class Recording:
    """One recording at most: nothing is kept where the user wants nothing kept.

    `put`, `keep`, `keep_picture` and `mark` never wait and may be called while nothing is
    recorded. A file in which nothing was heard or asked is deleted when it ends: it would
    only stand in the way in the list.
    """

    def __init__(self, clock: Clock, redactor: Redactor, report: Sink) -> None:
        """``report`` takes news of the writers, from their threads."""
        self._clock, self._redactor, self._report = clock, redactor, report
        self._wanted: Wanted = (False, False, False)
        self._file = AsyncExitStack()
        self._sound = AsyncExitStack()
        self._recorder: Recorder | None = None
        self._begins = 0.0
        """Session time at which the file begins: later where the user said yes later."""
        self._keep: Callable[[AudioChunk], None] | None = None
        self._sounds: list[KeptAudio] = []
        """All sound kept beside the file that is being written."""

    @property
    def path(self) -> Path | None:
        """The session file, None while nothing is recorded."""
        return self._recorder.path if self._recorder is not None else None

    def put(self, event: Event) -> None:
        """A sink: the first in line."""
        if self._recorder is not None:
            self._recorder.put(event)

    def keep(self, chunk: AudioChunk) -> None:
        """Keep sound, if the user asked for it."""
        if self._keep is not None:
            self._keep(chunk)

    def keep_picture(self, png: bytes) -> None:
        """Keep a screenshot."""
        if self._recorder is not None:
            self._recorder.put_image(png)

    def mark(self, note: str = "") -> None:
        """Set a marker at this moment."""
        if self._recorder is not None:
            self._recorder.mark(note)

    def ends_with(self, settings: Settings) -> bool:
        """Whether these settings end the file that is being written."""
        return self.path is not None and wanted_of(settings)[:2] != self._wanted[:2]

    async def follow(self, settings: Settings) -> None:
        """Keep what these settings say from now on: the file stays while they agree on it.

        Before a file is begun, sessions past the limits of the settings are deleted. Raises
        `GhostPilotError` when no file can be written; then everything goes on as before.
        """
        wanted = wanted_of(settings)
        if wanted[:2] != self._wanted[:2]:
            begins = self._clock.now()
            begins = begins if begins > TOGETHER_S else 0.0
            recorder = await self._begin(settings, begins) if settings.storage.record else None
            await self.aclose()
            self._begins = begins
            self._recorder = recorder
            if recorder is not None:
                self._sounds = []
                self._file.push_async_callback(asyncio.to_thread, _finish, recorder, self._sounds)
        if wanted != self._wanted:
            self._keep = None
            await self._sound.aclose()
            if settings.storage.record and settings.privacy.keep_audio:
                self._begin_sound(settings)
        self._wanted = wanted

    async def aclose(self) -> None:
        """End the recording; it is complete on the disk when this returns."""
        self._keep, self._recorder = None, None
        self._wanted = (False, False, False)
        await self._sound.aclose()
        await self._file.aclose()

    async def _begin(self, settings: Settings, begins: float) -> Recorder:
        from app.store.gpcast import Header
        from app.store.library import key_to_record
        from app.store.opening import open_session
        from app.store.retention import enforce

        storage, folder = settings.storage, paths.sessions()
        await asyncio.to_thread(
            enforce, folder, keep_days=storage.keep_days, keep_mb=storage.keep_mb
        )
        key = await asyncio.to_thread(key_to_record, storage.encrypt)
        return open_session(
            folder,
            now=self._clock.now,
            redactor=self._redactor,
            header=Header(
                mode=settings.answers.mode,
                providers=tuple(provider.name for provider in settings.providers),
            ),
            key=key,
            begins=begins,
            on_event=self._report,
        )

    def _begin_sound(self, settings: Settings) -> None:
        if settings.storage.encrypt:
            # Sound is written as it comes, unsealed: it must not lie beside a sealed session.
            note = "Sound is not kept while recordings are encrypted."
            self._report(Info("recording", note=note))
            return
        from app.audio.keep import KeptAudio
        from app.store.blobs import sound_path

        assert self._recorder is not None
        path = sound_path(self._recorder.path)
        kept = KeptAudio(path, self._report, begins=self._begins)
        self._sound.push_async_callback(kept.aclose)
        self._sounds.append(kept)
        self._keep = kept.put


def _finish(recorder: Recorder, sounds: list[KeptAudio]) -> None:
    from app.store.retention import delete_session

    recorder.close()
    if recorder.empty and all(sound.empty for sound in sounds):
        delete_session(recorder.path)


def wanted_of(settings: Settings) -> Wanted:
    """What these settings want of a recording."""
    return settings.storage.record, settings.storage.encrypt, settings.privacy.keep_audio


def agreed(plan: Plan, settings: Settings) -> Settings:
    """The settings, without a recording as long as the user has not agreed to one."""
    return settings if plan.may_record else replace_values(settings, {"storage.record": False})


def unrecorded(error: GhostPilotError) -> Problem:
    """What to tell when no file can be written, as while the keyring is locked."""
    problem = error.problem("recording")
    detail = "; ".join(filter(None, (problem.detail.rstrip("."), "nothing is recorded")))
    return replace(problem, detail=detail)

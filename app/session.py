"""A live session: its parts, loaded and connected, and built anew when the settings change.

The recording and the story of the session outlive the parts: what a change of device,
recogniser or notes folder needs is built beside what runs, takes its place when it is ready,
and is dropped when it fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Settings
from app.parts import Plan, open_notes
from app.recording import Recording, agreed, unrecorded, wanted_of
from app.session_parts import (
    NoEngine,
    Parts,
    channels_of,
    close_parts,
    open_live_audio,
    open_live_engine,
    opened,
    sections_to_build,
)

if TYPE_CHECKING:
    from app.parts import Notes
    from app.pipeline import Pipeline

GETTING_READY = "Getting ready for the new settings"


class LiveSession:
    """A session that is ready to start; `session_opening` makes it.

    Its pipeline, clock and recording stay the same objects to its end. It is what a
    `Follower` follows: the notes of the moment.
    """

    def __init__(
        self,
        plan: Plan,
        pipeline: Pipeline,
        recording: Recording,
        clock: Clock,
        parts: Parts,
        built: Settings,
    ) -> None:
        """``parts`` were built from the settings ``built``."""
        self._plan, self._parts = plan, parts
        self.pipeline, self.recording, self.clock = pipeline, recording, clock
        self._built = built
        self._wanted = False
        self._building = asyncio.Lock()
        self.notes_replaced: Callable[[Settings], None] = lambda settings: None
        """Called when the notes of other settings are searched from now on."""

    @property
    def notes(self) -> Notes:
        """The notes in use; another object after a rebuild."""
        return self._parts.notes.it

    async def start(self) -> None:
        """Open the ears; without a device the rest still works, and the user is told."""
        self._wanted = True
        try:
            if isinstance(self._parts.engine.it, NoEngine):
                await self.rebuild(self._built)  # what was missing may be there by now
            await self.pipeline.start()
        except GhostPilotError as error:
            self.pipeline.report(error.problem("audio"))

    async def pause_or_resume(self) -> None:
        """Close the ears, or open them again."""
        if self.pipeline.listening:
            self._wanted = False
            await self.pipeline.pause()
        else:
            await self.start()

    async def follow(self, before: Settings, wanted: Settings) -> None:
        """Build anew what differs between these settings; see `rebuild`."""
        if sections_to_build(before, wanted):
            await self.rebuild(wanted)

    async def catch_up(self, settings: Settings) -> None:
        """Take over what was changed while the parts were being built."""
        try:
            await self.follow(self._built, settings)
        except GhostPilotError as error:
            self.pipeline.report(error.problem("settings"))

    async def rebuild(self, wanted: Settings) -> None:
        """Go on with the parts of these settings, in the same recording if they want one.

        What is new is built while the old still listens. Raises `GhostPilotError` when it
        cannot be built or started: then everything is as it was.
        """
        async with self._building:
            self.pipeline.tell_status(GETTING_READY)
            try:
                parts = await self._build(wanted)
                try:
                    await self._keep(wanted)
                    await self._use(parts)
                except BaseException:  # cancelled, too: everything is as it was
                    await self._keep(self._built)
                    await close_parts(parts, unless=self._parts)
                    raise
                old, self._parts, self._built = self._parts, parts, wanted
                self._plan.notes = parts.notes.it
                await close_parts(old, unless=parts)
            finally:
                self.pipeline.tell_status()
            if old.notes is not parts.notes:
                self.notes_replaced(wanted)

    async def begin_recording(self) -> None:
        """Record from now on, if the settings want that: the user has agreed.

        A file that cannot be written is told as a problem.
        """
        self._plan.may_record = True
        async with self._building:
            await self._keep(self._built)
        self.pipeline.tell_status()

    async def aclose(self) -> None:
        """Close the ears and what was built."""
        await self.pipeline.aclose()
        await close_parts(self._parts)

    async def refresh(
        self, progress: Callable[[int, int], None] = lambda done, of: None
    ) -> Problem | None:
        """Index what changed in the notes of the moment."""
        return await self.notes.refresh(progress)

    async def changed_on_disk(self) -> bool:
        """Whether the notes of the moment have changed since they were read."""
        return await self.notes.changed_on_disk()

    async def _build(self, wanted: Settings) -> Parts:
        """The parts of these settings; those whose settings are the same are taken over."""
        plan, old, changed = self._plan, self._parts, sections_to_build(self._built, wanted)
        notes, engine, audio = old.notes, old.engine, old.audio
        channels = channels_of(wanted)
        async with AsyncExitStack() as built:
            if "notes" in changed:
                notes = await opened(open_notes(wanted, plan.knowledge, reading=plan.tell))
                built.push_async_callback(notes.stack.aclose)
            if "speech" in changed or isinstance(engine.it, NoEngine):
                engine = await opened(open_live_engine(plan, wanted, lambda: self.notes))
                built.push_async_callback(engine.stack.aclose)
            if "audio" in changed:
                audio = open_live_audio(plan, wanted, self.clock)
            built.pop_all()
        return Parts(notes, engine, audio, channels)

    async def _keep(self, wanted: Settings) -> None:
        """Record as these settings say; an answer belongs into one file.

        What could not be recorded before is told once more and does not hold up the rest; a
        wish that is new and cannot be met is raised.
        """
        if self.recording.ends_with(agreed(self._plan, wanted)):
            self.pipeline.stop_answer()
        try:
            await self.recording.follow(agreed(self._plan, wanted))
        except GhostPilotError as error:
            if wanted_of(wanted) != wanted_of(self._built):
                raise
            self.pipeline.report(unrecorded(error))
        self.pipeline.recording = self.recording.path is not None

    async def _use(self, parts: Parts) -> None:
        """Listen with these parts; with those in use again when they cannot be started."""
        heard = self.pipeline.listening
        await self._exchange(parts)
        if not self._wanted:
            return
        try:
            await self.pipeline.start()
        except GhostPilotError as error:
            if not heard:  # nothing could be heard before either
                self.pipeline.report(error.problem("audio"))
                return
            await self._exchange(self._parts)
            await self.pipeline.start()
            raise

    async def _exchange(self, parts: Parts) -> None:
        await self.pipeline.exchange(parts.audio, parts.engine.it, parts.notes.it, parts.channels)

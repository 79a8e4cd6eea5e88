"""Keeps the index up with the files: waits for edits to settle, polls where no event comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from app.core.events import Info, Problem

SETTLE_S = 0.1
"""A rebuild starts when nothing changed for so long: editors save in several steps."""
PATIENCE_S = 1.0
"""It starts at the latest then, however busy the folder is."""
PROGRESS = "notes-progress"
POLL_S = 5.0
"""How often the folders are looked at, for network drives that send no events."""


class Followed(Protocol):
    """The part of `LiveNotes` that is needed here."""

    async def refresh(self, progress: Callable[[int, int], None] = ...) -> Problem | None:
        """Index what changed; see `LiveNotes.refresh`."""

    async def changed_on_disk(self) -> bool:
        """Whether files changed since the last build; see `LiveNotes.changed_on_disk`."""


class Follower:
    """Rebuilds the index when told of a change or when a poll finds one.

    Create it on the loop, spawn `run`, call `changed` from the file system watcher's slots.
    """

    def __init__(
        self,
        notes: Followed,
        tell: Callable[[Info | Problem], None],
        *,
        settle_s: float = SETTLE_S,
        poll_s: float = POLL_S,
    ) -> None:
        """``tell`` gets an `Info` of kind ``notes`` after each rebuild, or the `Problem`.

        A problem is told once, until it changes or a rebuild succeeds. A long rebuild tells
        its progress by an `Info` of kind ``notes-progress``.
        """
        self._notes = notes
        self._tell = tell
        self._settle_s = settle_s
        self._poll_s = poll_s
        self._changes = 0
        self._woken = asyncio.Event()
        self._told: Problem | None = None

    def changed(self) -> None:
        """Something in the notes folders changed; call it on the loop as often as it happens."""
        self._changes += 1
        self._woken.set()

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            if not await self._wait(self._poll_s) and not await self._notes.changed_on_disk():
                continue
            await self._settle()
            await self._refresh()

    async def _wait(self, seconds: float) -> bool:
        """Whether a change was reported within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        latest = loop.time() + PATIENCE_S
        while loop.time() < latest:
            seen = self._changes
            await asyncio.sleep(self._settle_s)
            if self._changes == seen:
                return

    async def _refresh(self) -> None:
        self._woken.clear()
        loop = asyncio.get_running_loop()

        progress = in_words(lambda info: loop.call_soon_threadsafe(self._tell, info))
        problem = await self._notes.refresh(progress)
        if problem is None:
            self._told = None
            self._tell(Info("notes", note="The notes were read again."))
        elif problem != self._told:
            self._told = problem
            self._tell(problem)


def in_words(tell: Callable[[Info], object]) -> Callable[[int, int], None]:
    """Takes the progress of a build and tells it, once where the words are the same.

    (0, 0) is a sign of life while the notes are still read: there is nothing to tell yet.
    """
    said = ""

    def progress(done: int, of: int) -> None:
        nonlocal said
        note = f"Reading the notes: {done} of {of} new passages"
        if of and note != said:
            said = note
            tell(Info(PROGRESS, note=note))

    return progress

"""The notes for the tab that shows them: listed, searched and read again in workers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.desks.notes import NotesAtHand
from app.parts import Plan
from app.ui.knowledge_source import Pulse, Shelf

if TYPE_CHECKING:
    from app.core.events import Passages

Change = Callable[[str, object], Awaitable[None]]
"""Changes one setting, ``section.name``, in the running program and in its file."""


class KnowledgeDesk:
    """Implements `ui.knowledge_source.Knowledge` over the index that is at hand."""

    def __init__(self, plan: Plan, at_hand: NotesAtHand, change: Change) -> None:
        self._plan = plan
        self._at_hand = at_hand
        self._change = change

    async def pulse(self) -> Pulse:
        """See `Knowledge`."""
        notes = await self._at_hand.notes()
        return Pulse(notes.reading.progress, notes.built_at)

    async def look(self) -> Shelf:
        """See `Knowledge`."""
        notes = await self._at_hand.notes()
        view = await asyncio.to_thread(notes.view)
        return Shelf(view, self._plan.settings.notes.folders)

    async def read(self, *, again: bool = False) -> None:
        """See `Knowledge`."""
        notes = await self._at_hand.notes()
        reading = notes.reading
        if not again and (notes.built_at or reading.progress is not None or reading.stopped):
            return  # they are read, or just now, or the user did not want to wait for it
        problem = await notes.refresh()
        if problem is not None:
            raise GhostPilotError.of(problem)

    async def stop(self) -> None:
        """See `Knowledge`."""
        (await self._at_hand.notes()).reading.stop()

    async def search(self, query: str) -> Passages:
        """See `Knowledge`."""
        notes = await self._at_hand.notes()
        return await notes.search(query, top=self._plan.settings.notes.passages)

    async def add_folder(self, folder: str) -> None:
        """See `Knowledge`."""
        folders = self._plan.settings.notes.folders
        if await asyncio.to_thread(_is_new, folder, folders):
            await self._change("notes.folders", (*folders, folder))

    async def remove_folder(self, folder: str) -> None:
        """See `Knowledge`."""
        folders = self._plan.settings.notes.folders
        await self._change("notes.folders", tuple(one for one in folders if one != folder))


def _is_new(folder: str, known: Sequence[str]) -> bool:
    """Whether a folder is there and none of the known ones; raises if it is not there."""
    path = Path(folder).expanduser()
    if not path.is_dir():
        raise GhostPilotError(f"{folder} is not a folder", next_step="Choose another.")
    return path not in {Path(one).expanduser() for one in known}

"""The notes for the windows: those of the running session, else read when they are first wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.parts import Plan, notes_folders

if TYPE_CHECKING:
    from app.parts import Notes


class NotesAtHand:
    """One index for all tabs. A second one is only made while no session has these folders."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._own: Notes | None = None
        self._closed = False

    async def notes(self) -> Notes:
        """The notes of the folders of the settings; perhaps not read yet.

        Raises `GhostPilotError` once the window is closed.
        """
        if self._closed:
            raise GhostPilotError("The window is being closed")
        live = self._plan.notes
        if live is not None and self._fits(live):
            await self._drop()
            return live
        if self._own is not None and not self._fits(self._own):
            await self._drop()
        if self._own is None:
            from app.retrieval import make_retriever

            settings = self._plan.settings.notes
            folders = tuple(map(str, notes_folders(self._plan.settings, self._plan.knowledge)))
            self._own = make_retriever(replace(settings, folders=folders))
        return self._own

    async def aclose(self) -> None:
        """Close what was read for the windows alone."""
        self._closed = True
        await self._drop()

    async def _drop(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            await own.aclose()

    def _fits(self, notes: Notes) -> bool:
        wanted = notes_folders(self._plan.settings, self._plan.knowledge)
        return notes.folders == tuple(folder.absolute() for folder in wanted)

"""What the first-run walk asks that no other window does; every call works off the UI thread."""

from __future__ import annotations

from typing import Protocol

from app.core.knowledge import KnowledgeView


class FirstLook(Protocol):
    """Tries out what the user is about to choose."""

    async def notes_in(self, folder: str) -> KnowledgeView:
        """The notes below a folder, and what there is no note and why; nothing is indexed.

        Raises `GhostPilotError` when the folder cannot be read or holds no note.
        """

    async def play_test_sound(self) -> None:
        """Play a short tone as other programs play sound; returns when it is over.

        Raises `GhostPilotError` when nothing on this machine can play it.
        """

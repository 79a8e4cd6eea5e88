"""What opening a note asks of the disk: every call is awaited and works off the UI thread."""

from __future__ import annotations

from typing import Protocol


class NoteFiles(Protocol):
    """The user's notes as files. Each call raises `GhostPilotError` for a note that is gone."""

    async def editor(self, path: str, line: int) -> list[str]:
        """The program and its arguments that open a note at a line (from 1).

        Empty where the system is to choose the program.
        """

    async def read(self, path: str) -> tuple[str, str]:
        """The title of a note and its markdown."""

    async def folder(self) -> str:
        """Where notes are looked for first."""

"""What the knowledge tab asks of its desk: every call is awaited and works off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.core.events import Passages
    from app.core.knowledge import KnowledgeView


@dataclass(frozen=True, slots=True)
class Shelf:
    """The notes as they are searched now."""

    view: KnowledgeView
    folders: tuple[str, ...]
    """Those of the settings; none while the shipped sample is searched."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """How the index is doing, asked for often."""

    reading: tuple[int, int] | None
    """New chunks encoded, and how many there are; None while nothing is read."""
    built_at: float
    """Changes with every new index; 0 before the first."""


class Knowledge(Protocol):
    """The user's notes. Methods raise `GhostPilotError` where folders or index resist."""

    async def pulse(self) -> Pulse:
        """Cheap enough to be asked several times a second."""

    async def look(self) -> Shelf:
        """Everything that is known of the notes."""

    async def read(self, *, again: bool = False) -> None:
        """Read the notes if they were not yet, or what changed of them; may take long."""

    async def stop(self) -> None:
        """End the reading under way; what was found before is still found."""

    async def search(self, query: str) -> Passages:
        """The passages that a question would get."""

    async def add_folder(self, folder: str) -> None:
        """Search a folder too, from now on."""

    async def remove_folder(self, folder: str) -> None:
        """No longer search a folder; its files are left alone."""

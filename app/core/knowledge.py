"""What is known of the notes folders, for the screen that shows them."""

from __future__ import annotations

from dataclasses import dataclass

HIDDEN = "hidden"
NO_NOTE = "not a kind of note"


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """One note that is searched."""

    name: str
    """Path inside its knowledge folder, POSIX."""
    path: str
    """Path on this machine, POSIX."""
    title: str
    chunks: int
    remark: str = ""
    """What the reader had to work around, if anything."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in the notes folders that is not searched, and why."""

    path: str
    reason: str

    @property
    def matters(self) -> bool:
        """Whether it may have been meant as a note, unlike hidden files and other kinds."""
        return self.reason != HIDDEN and not self.reason.startswith(NO_NOTE)


@dataclass(frozen=True, slots=True)
class KnowledgeView:
    """The notes as they are searched now."""

    folders: tuple[str, ...]
    notes: tuple[NoteSummary, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    chunks: int = 0
    encoder: str = ""
    """Model and precision in use; empty before the first build."""
    built_at: float = 0.0
    """Seconds since 1970 of the last finished build; 0 before the first."""
    build_ms: float = 0.0
    embedded: int = 0
    """Chunks that the last build had to encode; the others were known."""
    index_bytes: int = 0
    """Memory that texts and vectors of the index take, about."""
    remark: str = ""
    """What the user should know of the last build, such as a cache that could not be written."""

    def troubles(self) -> tuple[Skipped, ...]:
        """Files that a user should know of: left out though meant, or read with a makeshift."""
        read = (Skipped(note.path, note.remark) for note in self.notes if note.remark)
        return (*(item for item in self.skipped if item.matters), *read)

"""What the first-run walk tries out before the user chooses: a notes folder, the loudspeakers."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.knowledge import KnowledgeView, NoteSummary, Skipped

MOST_ENTRIES = 50_000


class FirstLookDesk:
    """Implements `ui.first_run_source.FirstLook`."""

    async def notes_in(self, folder: str) -> KnowledgeView:
        return await asyncio.to_thread(_notes_in, folder)

    async def play_test_sound(self) -> None:
        from app.audio.tone import play

        await asyncio.to_thread(play)


def _notes_in(name: str) -> KnowledgeView:
    from app.retrieval.notes import list_notes, no_notes, read_note

    folder = Path(name).expanduser()
    _refuse_a_whole_disk(folder)
    listing = list_notes((folder,))
    notes: list[NoteSummary] = []
    skipped = list(listing.skipped)
    for file in listing.files:
        read = read_note(file)
        if isinstance(read, Skipped):
            skipped.append(read)
            continue
        notes.append(
            NoteSummary(
                file.name, file.path.as_posix(), file.path.stem, len(read.chunks), read.remark
            )
        )
    if not notes:
        raise _nothing(no_notes((folder,), "no file in it can be read as a note"), skipped)
    return KnowledgeView(
        (str(folder),), tuple(notes), tuple(skipped), sum(note.chunks for note in notes)
    )


def _refuse_a_whole_disk(folder: Path) -> None:
    """Raise for a folder that nobody keeps notes in: reading it would never end."""
    entries = 0
    for _, folders, files in os.walk(folder):
        entries += len(folders) + len(files)
        if entries > MOST_ENTRIES:
            raise GhostPilotError(
                f"The folder {folder} is too large for notes",
                f"there are more than {MOST_ENTRIES} files and folders in it",
                "Choose the folder of the notes alone.",
            )


def _nothing(error: GhostPilotError, skipped: list[Skipped]) -> GhostPilotError:
    """The error, with the first files that were no notes."""
    if not skipped:
        return error
    first = "; ".join(f"{Path(one.path).name}: {one.reason}" for one in skipped[:3])
    return GhostPilotError(error.title, f"{error.detail} ({first})", error.next_step)

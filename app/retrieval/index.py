"""One immutable index over all notes: built whole, read from any thread, never changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.knowledge import HIDDEN, KnowledgeView, Skipped
from app.retrieval.base import ordinary_by
from app.retrieval.bm25 import Bm25
from app.retrieval.misheard import Vocabulary, vocabulary_of
from app.retrieval.notes import (
    Listing,
    NoNotes,
    NoteFile,
    is_unchanged,
    list_notes,
    no_notes,
    summary_of,
)
from app.retrieval.vector_cache import Known, encode_new
from app.retrieval.workers import Entry, IndexedNote, ThreadWorker, Worker, shared

if TYPE_CHECKING:
    from app.retrieval.base import Encoder, Vectors

SETTLED_NS = 2_000_000_000
"""A file changed so shortly before it was read may change again under the same time stamp."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a search needs, consistent with itself."""

    folders: tuple[Path, ...]
    listing: Listing
    """What the folders held when this was built."""
    encoder_id: str
    notes: tuple[IndexedNote, ...]
    skipped: tuple[Skipped, ...]
    entries: tuple[Entry, ...]
    files: tuple[NoteFile, ...]
    """The file of each entry."""
    matrix: Vectors
    bm25: Bm25
    ordinary: Callable[[str], bool]
    built_at: float
    build_ms: float
    embedded: int

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the notes; made when first asked for."""
        return vocabulary_of(self.entries, self.ordinary)

    def known(self) -> Known:
        """The vectors, for the next build."""
        return Known({entry.key: row for row, entry in enumerate(self.entries)}, self.matrix)

    def view(self, remark: str = "") -> KnowledgeView:
        """The same for the screen."""
        return KnowledgeView(
            folders=tuple(folder.as_posix() for folder in self.folders),
            notes=tuple(summary_of(item.note) for item in self.notes),
            skipped=self.skipped,
            chunks=len(self.entries),
            encoder=self.encoder_id,
            built_at=self.built_at,
            build_ms=self.build_ms,
            embedded=self.embedded,
            index_bytes=self.matrix.nbytes + sum(len(e.chunk.text) for e in self.entries),
            remark=remark,
        )


def build(
    folders: Sequence[Path],
    encoder: Encoder,
    known: Known,
    *,
    previous: Snapshot | None = None,
    worker: Worker | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Snapshot:
    """Read what changed since ``previous`` and index everything. Blocking.

    ``known`` are vectors that need not be made; ``worker`` reads and encodes (None: this
    thread); ``progress`` is told how many of how many new chunks are encoded, (0, 0) while
    notes are still being read. Raises `NoNotes` when a folder is missing or none holds a note.
    """
    started, now = time.perf_counter(), time.time()
    listing = list_notes(folders)
    worker = worker or ThreadWorker(encoder)
    known_notes = reusable(previous.notes, previous.built_at) if previous else {}
    new = [file for file in listing.files if file not in known_notes]
    read: dict[NoteFile, IndexedNote | Skipped] = {**known_notes}
    for file, item in zip(new, worker.read(new), strict=True):
        read[file] = shared(item)
        progress(0, 0)
    ordered = [read[file] for file in listing.files]
    notes = [item for item in ordered if isinstance(item, IndexedNote)]
    skipped = [*listing.skipped, *(item for item in ordered if isinstance(item, Skipped))]
    if not notes:
        raise _no_notes(folders, skipped)
    entries = tuple(entry for item in notes for entry in item.entries)
    matrix, embedded = encode_new(
        worker.encode,
        [entry.key for entry in entries],
        lambda place: entries[place].chunk.indexed,
        known,
        progress,
    )
    return Snapshot(
        folders=tuple(folders),
        listing=listing,
        encoder_id=encoder.id,
        notes=tuple(notes),
        skipped=tuple(skipped),
        entries=entries,
        files=tuple(item.note.file for item in notes for _ in item.entries),
        matrix=matrix,
        bm25=Bm25([entry.terms for entry in entries]),
        ordinary=ordinary_by(encoder),
        built_at=now,
        build_ms=(time.perf_counter() - started) * 1000,
        embedded=embedded,
    )


def reusable(notes: Iterable[IndexedNote], built_at: float) -> dict[NoteFile, IndexedNote]:
    """Those of the notes read at ``built_at`` (seconds) that need not be read again.

    Contents are compared where the file may have changed under the same time stamp.
    """
    edge = int(built_at * 1e9) - SETTLED_NS
    return {
        item.note.file: item
        for item in notes
        if item.note.file.modified < edge or is_unchanged(item.note)
    }


def _no_notes(folders: Sequence[Path], skipped: Sequence[Skipped]) -> NoNotes:
    visible = [item for item in skipped if item.reason != HIDDEN]
    detail = f"{visible[0].path}: {visible[0].reason}" if visible else "it is empty"
    return no_notes(folders, detail)

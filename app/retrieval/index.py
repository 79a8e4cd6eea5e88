"""One immutable index over all notes: built whole, searched from any thread, never changed."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError
from app.core.events import Passage, Why
from app.core.knowledge import KnowledgeView, NoteSummary, Skipped
from app.retrieval.bm25 import Bm25
from app.retrieval.chunking import Chunk
from app.retrieval.coverage import covered
from app.retrieval.dense import best, cosines
from app.retrieval.fusion import DEPTH, Method, fuse
from app.retrieval.notes import Note, NoteFile, list_notes, read_note
from app.retrieval.terms import content_words, stem, terms
from app.retrieval.vector_cache import Known, cache_file, encode_new, read, text_key, write

if TYPE_CHECKING:
    from app.retrieval.base import Encoder, Vectors


@dataclass(frozen=True, slots=True)
class Entry:
    """One chunk in the index, with what a rebuild can take over."""

    chunk: Chunk
    terms: tuple[str, ...]
    key: bytes
    """Where its vector is filed."""


@dataclass(frozen=True, slots=True)
class IndexedNote:
    """One note with its chunks."""

    note: Note
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a search needs, consistent with itself."""

    folders: tuple[Path, ...]
    encoder_id: str
    notes: tuple[IndexedNote, ...]
    skipped: tuple[Skipped, ...]
    entries: tuple[Entry, ...]
    files: tuple[NoteFile, ...]
    """The file of each entry."""
    matrix: Vectors
    bm25: Bm25
    built_at: float
    build_ms: float
    embedded: int
    remark: str = ""
    cached: frozenset[bytes] = field(default=frozenset(), repr=False)
    """The keys that the cache file held when it was read or written."""

    def view(self) -> KnowledgeView:
        """The same for the screen."""
        return KnowledgeView(
            folders=tuple(folder.as_posix() for folder in self.folders),
            notes=tuple(_summary(item) for item in self.notes),
            skipped=self.skipped,
            chunks=len(self.entries),
            encoder=self.encoder_id,
            built_at=self.built_at,
            build_ms=self.build_ms,
            embedded=self.embedded,
            remark=self.remark,
        )


def _summary(item: IndexedNote) -> NoteSummary:
    file, chunks = item.note.file, item.note.chunks
    title = chunks[0].title if chunks else file.path.stem
    return NoteSummary(file.name, file.path.as_posix(), title, len(chunks), item.note.remark)


def build(
    folders: Sequence[Path],
    encoder: Encoder,
    cache: Path,
    *,
    previous: Snapshot | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Snapshot:
    """Read what changed since ``previous`` and index everything. Blocking.

    ``progress`` is told how many of how many new chunks have vectors. Raises
    `GhostPilotError` when a folder is missing or holds no note at all.
    """
    started = time.perf_counter()
    listing = list_notes(folders)
    old = {item.note.file: item for item in previous.notes} if previous else {}
    notes: list[IndexedNote] = []
    skipped = list(listing.skipped)
    for file in listing.files:
        known = old.get(file)
        if known is None:
            read_one = read_note(file)
            if isinstance(read_one, Skipped):
                skipped.append(read_one)
                continue
            known = IndexedNote(read_one, tuple(_entry(c, encoder.id) for c in read_one.chunks))
        notes.append(known)
    if not notes:
        raise _no_notes(folders, skipped)
    entries = tuple(entry for item in notes for entry in item.entries)
    files = tuple(item.note.file for item in notes for _ in item.entries)
    vectors, cached, remark = _known_vectors(folders, encoder, cache, previous)
    matrix, embedded = encode_new(
        encoder,
        [entry.chunk.indexed for entry in entries],
        [entry.key for entry in entries],
        vectors,
        progress,
    )
    return Snapshot(
        folders=tuple(folders),
        encoder_id=encoder.id,
        notes=tuple(notes),
        skipped=tuple(skipped),
        entries=entries,
        files=files,
        matrix=matrix,
        bm25=Bm25([entry.terms for entry in entries]),
        built_at=time.time(),
        build_ms=(time.perf_counter() - started) * 1000,
        embedded=embedded,
        remark=remark,
        cached=cached,
    )


def _entry(chunk: Chunk, encoder_id: str) -> Entry:
    text = chunk.indexed
    return Entry(chunk, tuple(map(sys.intern, terms(text))), text_key(encoder_id, text))


def _known_vectors(
    folders: Sequence[Path], encoder: Encoder, cache: Path, previous: Snapshot | None
) -> tuple[Known, frozenset[bytes], str]:
    if previous is not None and previous.encoder_id == encoder.id:
        rows = {entry.key: row for row, entry in enumerate(previous.entries)}
        return Known(rows, previous.matrix), previous.cached, ""
    known, problem = read(cache_file(cache, encoder.id, folders))
    remark = f"The vector cache was made again: {problem}." if problem else ""
    return known, frozenset(known.rows), remark


def save_vectors(snapshot: Snapshot, cache: Path) -> str:
    """Keep the vectors for the next start if they changed; returns what went wrong, if anything."""
    keys = [entry.key for entry in snapshot.entries]
    if snapshot.cached == frozenset(keys) or not keys:
        return ""
    file = cache_file(cache, snapshot.encoder_id, snapshot.folders)
    return write(file, keys, snapshot.matrix)


def _no_notes(folders: Sequence[Path], skipped: Sequence[Skipped]) -> GhostPilotError:
    names = ", ".join(str(folder) for folder in folders) or "(none named)"
    visible = [item for item in skipped if item.reason != "hidden"]
    detail = f"{visible[0].path}: {visible[0].reason}" if visible else "it is empty"
    return GhostPilotError(
        f"There are no notes in {names}",
        detail,
        "Put markdown files there, or name another folder in the settings or with --knowledge.",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for one query."""

    passages: tuple[Passage, ...]
    covered: bool


def search(
    snapshot: Snapshot,
    encoder: Encoder,
    query: str,
    *,
    top: int = 4,
    method: Method = "rrf",
) -> Found:
    """The best passages of the snapshot for a query, best first. Blocking, about 3 ms."""
    words = content_words(query)
    if not snapshot.entries or not query.strip() or top < 1:
        return Found((), False)
    asked = dict(zip(stem(words), words, strict=True))
    lexical = snapshot.bm25.scores(dict.fromkeys(asked, 1.0))
    likeness = cosines(snapshot.matrix, encoder.encode([query])[0])
    ranked = fuse(lexical, likeness, method=method)[:top]
    by_words = {int(n): r for r, n in enumerate(best(lexical, DEPTH, positive=True), 1)}
    by_meaning = {int(n): r for r, n in enumerate(best(likeness, DEPTH), 1)}
    passages = []
    for number, score in ranked:
        why = Why(by_words.get(number), by_meaning.get(number), _matched(snapshot, number, asked))
        passages.append(_passage(snapshot, number, score, why))
    return Found(tuple(passages), covered(snapshot, asked, likeness, [n for n, _ in ranked]))


def _matched(snapshot: Snapshot, number: int, asked: Mapping[str, str]) -> tuple[str, ...]:
    present = set(snapshot.entries[number].terms)
    return tuple(word for term, word in asked.items() if term in present)


def _passage(snapshot: Snapshot, number: int, score: float, why: Why) -> Passage:
    chunk, file = snapshot.entries[number].chunk, snapshot.files[number]
    path = file.path.as_posix()
    name = hashlib.blake2b(f"{path}\n{chunk.line}\n{chunk.text}".encode(), digest_size=6)
    return Passage(
        id=name.hexdigest(),
        text=chunk.text,
        note=file.name,
        heading=chunk.heading,
        path=path,
        line=chunk.line,
        score=round(score, 6),
        why=why,
    )

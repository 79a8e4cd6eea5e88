"""Notes as points of a Qdrant collection: names, vectors, payload and the counts around them."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import log1p
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.knowledge import KnowledgeView, Skipped
from app.retrieval.misheard import Vocabulary, vocabulary_of
from app.retrieval.notes import Listing, NoteFile, summary_of
from app.retrieval.vocabulary import names
from app.retrieval.workers import Entry, IndexedNote

if TYPE_CHECKING:
    from app.retrieval.base import Vectors

WORDS, MEANING = "words", "meaning"
"""The names of the sparse and the dense vector of a point."""
K1, B = 1.5, 0.75
"""BM25's saturation and length share; the server multiplies by the inverse document frequency."""


class Base:
    """What this process knows of the notes that the server holds."""

    def __init__(
        self,
        folders: Sequence[Path],
        listing: Listing,
        notes: Mapping[NoteFile, IndexedNote],
        skipped: Sequence[Skipped],
        ordinary: Callable[[str], bool],
    ) -> None:
        self.folders = tuple(folders)
        self.listing = listing
        self.notes = notes
        self.skipped = tuple(skipped)
        self.points = {
            self._name(file, entry): (file, entry)
            for file, note in notes.items()
            for entry in note.entries
        }
        self._ordinary = ordinary
        self._frequencies = Counter(
            term for _, entry in self.points.values() for term in set(entry.terms)
        )
        lengths = [len(entry.terms) for _, entry in self.points.values()]
        self._mean_length = max(1.0, sum(lengths) / max(1, len(lengths)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the notes."""
        return vocabulary_of((entry for _, entry in self.points.values()), self._ordinary)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Words that the notes write in capitals."""
        return names(entry.chunk for _, entry in self.points.values())

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a term, as the server reckons it."""
        count = self._frequencies[term]
        return log1p((len(self.points) - count + 0.5) / (count + 0.5))

    def view(self, encoder_id: str, build_ms: float, embedded: int) -> KnowledgeView:
        """The same for the screen."""
        return KnowledgeView(
            folders=tuple(folder.as_posix() for folder in self.folders),
            notes=tuple(summary_of(item.note) for item in self.notes.values()),
            skipped=self.skipped,
            chunks=len(self.points),
            encoder=encoder_id,
            built_at=time.time(),
            build_ms=build_ms,
            embedded=embedded,
        )

    def point(self, name: str, vector: Vectors) -> Any:
        """One chunk as the server keeps it."""
        from qdrant_client import models

        file, entry = self.points[name]
        counts = Counter(entry.terms)
        share = 1 - B + B * len(entry.terms) / self._mean_length
        values = {index_of(term): n * (K1 + 1) / (n + K1 * share) for term, n in counts.items()}
        words = models.SparseVector(indices=list(values), values=list(values.values()))
        payload = {
            "folder": self._folder(file),
            "note": file.name,
            "title": entry.chunk.title,
            "heading": entry.chunk.heading,
            "line": entry.chunk.line,
            "text": entry.chunk.text,
            "terms": sorted(counts),
        }
        vectors = {MEANING: vector.tolist(), WORDS: words}
        return models.PointStruct(id=name, vector=vectors, payload=payload)

    def _name(self, file: NoteFile, entry: Entry) -> str:
        """The same on every machine with the same note, encoder and order of folders."""
        place = f"{self._folder(file)}\n{file.name}\n{entry.chunk.line}"
        return str(
            uuid.uuid5(uuid.NAMESPACE_OID, f"{place}\n{entry.key.hex()}\n{entry.chunk.text}")
        )

    def _folder(self, file: NoteFile) -> int:
        return next(n for n, folder in enumerate(self.folders) if folder in file.path.parents)


def index_of(term: str) -> int:
    """A term's place in the sparse vectors: 32 bits of its hash."""
    return uuid.uuid5(uuid.NAMESPACE_OID, term).int >> 96


def ranks(points: Sequence[Any]) -> dict[Any, tuple[int, float]]:
    """Rank from 1 and score of each point of an answer."""
    return {point.id: (rank, point.score) for rank, point in enumerate(points, 1)}

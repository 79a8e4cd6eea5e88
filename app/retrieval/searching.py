"""A query against an index: heard, ranked by words and by meaning, fused, judged and explained."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.events import Passage, Why
from app.retrieval.chunking import Chunk
from app.retrieval.coverage import evidence, is_covered
from app.retrieval.dense import best, cosines
from app.retrieval.fusion import DEPTH, Method, fuse
from app.retrieval.misheard import Heard, as_said
from app.retrieval.terms import content_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.retrieval.base import Encoder, Vectors
    from app.retrieval.index import Snapshot


@dataclass(frozen=True, slots=True)
class Found:
    """The passages for one query."""

    passages: tuple[Passage, ...]
    covered: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What the index knows of one query, before passages are made of it."""

    heard: Heard
    lexical: NDArray[np.float32]
    likeness: NDArray[np.float32]
    ranked: Sequence[tuple[int, float]]
    """Positions of chunks with their fused score, best first."""


def judge(
    snapshot: Snapshot,
    encoder: Encoder,
    query: str,
    *,
    method: Method = "rrf",
    repair: bool = True,
) -> Judged:
    """Rank every chunk for a query. Blocking, about 2 ms; ``repair`` guesses mis-heard words."""
    heard = snapshot.vocabulary.hear(query) if repair else as_said(query)
    lexical = snapshot.bm25.scores(heard.weights)
    likeness = cosines(snapshot.matrix, query_vector(encoder, query, heard.repaired))
    return Judged(heard, lexical, likeness, fuse(lexical, likeness, method=method))


def query_vector(encoder: Encoder, query: str, repaired: str) -> Vectors:
    """The query's vector; with guesses, half way between what was said and what was guessed."""
    import numpy as np

    if not repaired:
        alone: Vectors = encoder.encode([query])[0]
        return alone
    both: Vectors = encoder.encode([query, repaired]).sum(axis=0)
    length = float(np.linalg.norm(both))
    middle: Vectors = both / np.float32(length) if length else both
    return middle


def search(
    snapshot: Snapshot, encoder: Encoder, query: str, *, top: int = 4, method: Method = "rrf"
) -> Found:
    """The best passages of the snapshot for a query, best first. Blocking, about 3 ms.

    Words that every text has (``what is it``), and signs that are no words, ask for nothing.
    """
    if not snapshot.entries or not content_words(query) or top < 1:
        return Found((), False)
    judged = judge(snapshot, encoder, query, method=method)
    by_words = _ranks(best(judged.lexical, DEPTH, positive=True))
    by_meaning = _ranks(best(judged.likeness, DEPTH))
    passages = []
    strongest = 0.0
    for number, score in judged.ranked[:top]:
        entry, present = snapshot.entries[number], frozenset(snapshot.entries[number].terms)
        matched = words_in(judged.heard, present)
        why = Why(by_words.get(number), by_meaning.get(number), matched)
        file = snapshot.files[number]
        passages.append(passage(entry.chunk, file.name, file.path.as_posix(), score, why))
        cosine = float(judged.likeness[number])
        strength = evidence(judged.heard, cosine, present, snapshot.bm25.rarity)
        strongest = max(strongest, strength)
    return Found(tuple(passages), is_covered(strongest))


def _ranks(order: NDArray[np.int64]) -> dict[int, int]:
    return {int(number): rank for rank, number in enumerate(order, 1)}


def words_in(heard: Heard, present: Container[str]) -> tuple[str, ...]:
    """The words of the query, or those guessed for them, whose terms are present."""
    return tuple(dict.fromkeys(item.word for item in heard.sought if item.term in present))


def passage(chunk: Chunk, note: str, path: str, score: float, why: Why) -> Passage:
    """A chunk as the user sees it; its id is the same as long as path, line and text are."""
    name = hashlib.blake2b(f"{path}\n{chunk.line}\n{chunk.text}".encode(), digest_size=6)
    return Passage(
        id=name.hexdigest(),
        text=chunk.text,
        note=note,
        heading=chunk.heading,
        path=path,
        line=chunk.line,
        score=round(score, 6),
        why=why,
    )

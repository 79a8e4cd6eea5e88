"""Notes too many for one machine's memory, held and searched by a Qdrant server."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import GhostPilotError, describe
from app.core.events import Why
from app.core.knowledge import KnowledgeView
from app.retrieval.chunking import Chunk
from app.retrieval.followed import FollowedNotes, Progress, in_worker
from app.retrieval.fusion import DEPTH, K
from app.retrieval.notes import list_notes, no_notes
from app.retrieval.qdrant_points import MEANING, WORDS, Base, index_of, ranks
from app.retrieval.qdrant_server import collection_name, open_client, points_held

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.searching import Found
    from app.retrieval.workers import Worker

STEP = 512
"""Points deleted at a time."""


class QdrantNotes(FollowedNotes[Base]):
    """The same as `LiveNotes`, over a collection of a Qdrant server.

    The server fuses both lists by reciprocal rank. These folders and this machine have a
    collection of their own, so that nobody's notes meet or delete another's. While a change is
    being sent a search may see a note's new passages beside its old ones, never neither.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        url: str,
        encoder: str | Encoder = "",
        api_key: str = "",
    ) -> None:
        """``url`` is a server's address, or ``:memory:`` for one inside this process."""
        super().__init__(folders, encoder, "qdrant")
        self._url = url
        self._api_key = api_key
        self._collection = ""
        """Named when the encoder is known: vectors of two encoders never meet."""
        self._client: Any = None
        self._view = self._nothing()
        self._read_at = 0.0
        # The server inside this process is not made for two threads; a real one is.
        self._one_at_a_time: Any = threading.Lock() if url == ":memory:" else nullcontext()

    @property
    def built_at(self) -> float:
        """When the server last got the notes, in seconds since 1970; 0 before."""
        return self._view.built_at

    def view(self) -> KnowledgeView:
        """What is searched now, for the screen; empty before the server has the notes."""
        return self._view

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        return self._index.names if self._index else ()

    def _nothing(self) -> KnowledgeView:
        return KnowledgeView(tuple(folder.as_posix() for folder in self._folders))

    async def _forget(self) -> None:
        self._view = self._nothing()
        await in_worker(self._builder, self._delete)

    def _delete(self) -> None:
        try:
            if self._client is not None:
                with self._one_at_a_time:
                    self._client.delete_collection(self._collection)
        except Exception as error:  # whatever the client or the server throws
            raise self._failed("deleted from", error) from error

    async def _let_go(self) -> None:
        if self._client is not None:
            await in_worker(self._searcher, self._client.close)

    def _build(self, progress: Progress, folders: Sequence[Path]) -> Base:
        def step(done: int, of: int) -> None:
            self._step(done, of)
            if of:
                progress(done, of)

        try:
            return self._send_changes(step, folders)
        except GhostPilotError:
            raise
        except Exception as error:  # whatever the client or the server throws
            raise self._failed("sent to", error) from error

    def _not_searched(self, error: Exception) -> GhostPilotError:
        return self._failed("asked of", error)

    def _failed(self, what: str, error: Exception) -> GhostPilotError:
        return GhostPilotError(
            f"The notes could not be {what} Qdrant at {self._url}",
            describe(error),
            "Start the server, or correct its address (notes.qdrant_url).",
        )

    def _send_changes(self, progress: Progress, folders: Sequence[Path]) -> Base:
        from app.retrieval.base import ordinary_by
        from app.retrieval.index import reusable
        from app.retrieval.workers import IndexedNote

        started, now, encoder = time.perf_counter(), time.time(), self._encoder()
        listing = list_notes(folders)
        known = reusable(self._index.notes.values(), self._read_at) if self._index else {}
        notes = {file: known[file] for file in listing.files if file in known}
        new = [file for file in listing.files if file not in known]
        skipped = list(listing.skipped)
        with self._worker(encoder) as worker:
            for file, item in zip(new, worker.read(new), strict=True):
                if isinstance(item, IndexedNote):
                    notes[file] = item
                else:
                    skipped.append(item)
                progress(0, 0)
            if not notes:
                raise no_notes(folders, "none of the files there is a note")
            base = Base(self._folders, listing, notes, skipped, ordinary_by(encoder))
            sent = self._replace(base, worker, progress)
        _ = base.vocabulary, base.names  # made here, in the worker, not when first asked for
        took_ms = (time.perf_counter() - started) * 1000
        self._view, self._read_at = base.view(encoder.id, took_ms, sent), now
        return base

    def _replace(self, base: Base, worker: Worker, progress: Progress) -> int:
        """Make the collection hold exactly these points, new ones first; how many were new."""
        from qdrant_client import models

        held = self._index.points.keys() if self._index else self._connect()
        missing = [name for name in base.points if name not in held]
        names = iter(missing)
        done = 0
        for vectors in worker.encode([base.points[name][1].chunk.indexed for name in missing]):
            step = [base.point(name, vector) for vector, name in zip(vectors, names, strict=False)]
            done += len(step)
            with self._one_at_a_time:
                self._client.upsert(self._collection, step)
            progress(done, len(missing))
        gone: list[Any] = list(held - base.points.keys())
        with self._one_at_a_time:
            for start in range(0, len(gone), STEP):
                selector = models.PointIdsList(points=gone[start : start + STEP])
                self._client.delete(self._collection, selector)
        return done

    def _connect(self) -> frozenset[str]:
        """Open the client, make the collection if there is none; the points it already holds."""
        if self._client is None:
            self._client = open_client(self._url, self._api_key)
        encoder = self._encoder()
        self._collection = collection_name(self._folders, encoder.id)
        width = encoder.encode(["width"]).shape[1]
        with self._one_at_a_time:
            return points_held(self._client, self._collection, width)

    def _search(self, index: Base, query: str, top: int) -> Found:
        from qdrant_client import models

        from app.retrieval.coverage import evidence, is_covered
        from app.retrieval.searching import Found, passage, query_vector, words_in
        from app.retrieval.terms import content_words

        if not index.points or not content_words(query) or top < 1:
            return Found((), False)
        heard = index.vocabulary.hear(query)
        meaning = query_vector(self._encoder(), query, heard.repaired).tolist()
        weights = {index_of(term): weight for term, weight in heard.weights.items()}
        words = models.SparseVector(indices=list(weights), values=list(weights.values()))
        lists = [(MEANING, meaning), *([(WORDS, words)] if weights else [])]
        fused = models.QueryRequest(
            prefetch=[models.Prefetch(query=q, using=name, limit=DEPTH) for name, q in lists],
            query=models.RrfQuery(rrf=models.Rrf(k=K)),
            limit=top,
            with_payload=True,
        )
        single = [models.QueryRequest(query=q, using=name, limit=DEPTH) for name, q in lists]
        with self._one_at_a_time:
            answers = self._client.query_batch_points(self._collection, [fused, *single])
        by_meaning = ranks(answers[1].points)
        by_words = ranks(answers[2].points) if weights else {}
        found = []
        strongest = 0.0
        for point in answers[0].points:
            payload = point.payload
            terms = frozenset(payload["terms"])
            rank, cosine = by_meaning.get(point.id, (None, 0.0))
            why = Why(by_words.get(point.id, (None, 0.0))[0], rank, words_in(heard, terms))
            chunk = Chunk(payload["text"], payload["heading"], payload["title"], payload["line"])
            path = (self._folders[payload["folder"]] / payload["note"]).as_posix()
            found.append(passage(chunk, payload["note"], path, point.score, why))
            strongest = max(strongest, evidence(heard, cosine, terms, index.rarity))
        return Found(tuple(found), is_covered(strongest))

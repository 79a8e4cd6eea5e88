"""Notes too many for one machine's memory, held and searched by a Qdrant server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import GhostPilotError, describe
from app.core.events import Passages, Problem, Why
from app.core.knowledge import KnowledgeView
from app.retrieval.chunking import Chunk
from app.retrieval.fusion import DEPTH, K
from app.retrieval.live import Progress, in_worker
from app.retrieval.notes import list_notes
from app.retrieval.qdrant_points import MEANING, WORDS, Base, index_of, ranks

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.workers import Worker

STEP = 512
"""Points deleted at a time."""


class QdrantNotes:
    """The same as `LiveNotes`, over a collection of a Qdrant server.

    The server fuses both lists by reciprocal rank. While a change is being sent a search may
    see a note's new passages beside its old ones; it never misses both.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        url: str,
        encoder: str | Encoder = "",
        collection: str = "ghostpilot",
        api_key: str = "",
    ) -> None:
        """``url`` is a server's address, or ``:memory:`` for one inside this process."""
        self._folders = tuple(Path(folder).absolute() for folder in folders)
        self._url = url
        self._api_key = api_key
        self._collection = collection
        self._wanted = encoder
        self._encoder: Encoder | None = None
        self._client: Any = None
        self._base: Base | None = None
        self._view = KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        # One worker for all: the server inside this process is not made for two threads.
        self._worker = ThreadPoolExecutor(1, "notes-qdrant")
        self._building = asyncio.Lock()

    async def load(self, progress: Progress = lambda done, of: None) -> KnowledgeView:
        """Load the encoder, reach the server, send what it lacks; later calls change nothing.

        Raises `GhostPilotError`: exit 2 for a missing folder or an unreachable server, 3 for a
        missing model or library.
        """
        async with self._building:
            if self._base is None:
                self._base = await in_worker(self._worker, self._sync, progress)
        return self.view()

    async def refresh(self, progress: Progress = lambda done, of: None) -> Problem | None:
        """Send what changed on disk. A failure is returned; the server keeps what it has."""
        async with self._building:
            try:
                self._base = await in_worker(self._worker, self._sync, progress)
            except GhostPilotError as error:
                return error.problem("notes")
        return None

    async def changed_on_disk(self) -> bool:
        """Whether files came, went or changed since the last time; reads no file."""
        try:
            now = await in_worker(self._worker, list_notes, self._folders)
        except GhostPilotError:
            return True
        return self._base is None or now != self._base.listing

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first; waits until the server has the notes.

        Raises `GhostPilotError` when the server cannot be reached.
        """
        started = time.perf_counter()
        await self.load()
        try:
            covered, found = await in_worker(self._worker, self._search, query, top)
        except Exception as error:
            raise self._failed("asked of", error) from error
        took_ms = (time.perf_counter() - started) * 1000
        return Passages(question, covered, took_ms, found)

    def view(self) -> KnowledgeView:
        """What is searched now, for the screen."""
        return self._view

    def watched(self) -> tuple[str, ...]:
        """Every folder and file whose change concerns the notes, for a file system watcher."""
        if self._base is None:
            return tuple(map(str, self._folders))
        listing = self._base.listing
        return tuple(map(str, (*listing.folders, *(file.path for file in listing.files))))

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        return self._base.names if self._base else ()

    async def aclose(self) -> None:
        """Close the connection and end the worker."""
        async with self._building:
            if self._client is not None:
                await in_worker(self._worker, self._client.close)
            self._worker.shutdown(cancel_futures=True)

    def _sync(self, progress: Progress) -> Base:
        try:
            return self._send_changes(progress)
        except GhostPilotError:
            raise
        except Exception as error:
            raise self._failed("sent to", error) from error

    def _failed(self, what: str, error: Exception) -> GhostPilotError:
        return GhostPilotError(
            f"The notes could not be {what} Qdrant at {self._url}",
            describe(error),
            "Start the server, or correct its address (notes.qdrant_url).",
        )

    def _send_changes(self, progress: Progress) -> Base:
        from app.retrieval.base import KnowsWords
        from app.retrieval.workers import IndexedNote, ProcessWorker, ThreadWorker

        started = time.perf_counter()
        encoder = self._load_encoder()
        listing = list_notes(self._folders)
        known = self._base.notes if self._base else {}
        notes = {file: known[file] for file in listing.files if file in known}
        new = [file for file in listing.files if file not in known]
        skipped = list(listing.skipped)
        with ExitStack() as stack:
            worker: Worker = ThreadWorker(encoder)
            if isinstance(self._wanted, str):
                worker = stack.enter_context(closing(ProcessWorker(encoder, self._wanted)))
            for file, item in zip(new, worker.read(new), strict=True):
                if isinstance(item, IndexedNote):
                    notes[file] = item
                else:
                    skipped.append(item)
            if not notes:
                names = ", ".join(map(str, self._folders))
                raise GhostPilotError(
                    f"There are no notes in {names}", next_step="Put markdown files there."
                )
            ordinary = encoder.ordinary if isinstance(encoder, KnowsWords) else lambda word: False
            base = Base(self._folders, listing, notes, skipped, ordinary)
            sent = self._replace(base, worker, progress)
        _ = base.vocabulary, base.names  # made here, in the worker, not when first asked for
        took_ms = (time.perf_counter() - started) * 1000
        self._view = base.view(encoder.id, took_ms, sent)
        return base

    def _load_encoder(self) -> Encoder:
        from app.retrieval.encoders import load_encoder

        if self._encoder is None:
            wanted = self._wanted
            self._encoder = load_encoder(wanted) if isinstance(wanted, str) else wanted
        return self._encoder

    def _replace(self, base: Base, worker: Worker, progress: Progress) -> int:
        """Make the collection hold exactly these points, new ones first; how many were new."""
        from qdrant_client import models

        present = self._base.points.keys() if self._base else self._connect()
        missing = [name for name in base.points if name not in present]
        names = iter(missing)
        done = 0
        for vectors in worker.encode([base.points[name][1].chunk.indexed for name in missing]):
            step = [base.point(name, vector) for vector, name in zip(vectors, names, strict=False)]
            self._client.upsert(self._collection, step)
            done += len(step)
            progress(done, len(missing))
        gone: list[Any] = list(present - base.points.keys())
        for start in range(0, len(gone), STEP):
            selector = models.PointIdsList(points=gone[start : start + STEP])
            self._client.delete(self._collection, selector)
        return done

    def _connect(self) -> frozenset[str]:
        """Open the client, make the collection if there is none; the points it already holds."""
        try:
            from qdrant_client import QdrantClient, models
        except ImportError as error:
            raise GhostPilotError(
                "Searching with Qdrant needs the qdrant-client library",
                next_step="Install it with: pip install 'ghostpilot[qdrant]'",
                exit_code=3,
            ) from error
        assert self._encoder is not None
        if self._client is None:
            self._client = (
                QdrantClient(":memory:")
                if self._url == ":memory:"
                else QdrantClient(
                    url=self._url, api_key=self._api_key or None, check_compatibility=False
                )
            )
        if not self._client.collection_exists(self._collection):
            width = self._encoder.encode(["width"]).shape[1]
            cosine = models.VectorParams(size=width, distance=models.Distance.COSINE)
            counted = models.SparseVectorParams(modifier=models.Modifier.IDF)
            self._client.create_collection(
                self._collection, {MEANING: cosine}, sparse_vectors_config={WORDS: counted}
            )
        present: set[str] = set()
        offset = None
        while True:
            records, offset = self._client.scroll(
                self._collection, limit=1000, offset=offset, with_payload=False
            )
            present.update(str(record.id) for record in records)
            if offset is None:
                return frozenset(present)

    def _search(self, query: str, top: int) -> tuple[bool, tuple[Any, ...]]:
        from qdrant_client import models

        from app.retrieval.coverage import evidence, is_covered
        from app.retrieval.searching import passage, query_vector, words_in

        base, encoder = self._base, self._encoder
        assert base is not None and encoder is not None
        if not base.points or not query.strip() or top < 1:
            return False, ()
        heard = base.vocabulary.hear(query)
        meaning = query_vector(encoder, query, heard.repaired).tolist()
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
        answers = self._client.query_batch_points(self._collection, [fused, *single])
        by_meaning = ranks(answers[1].points)
        by_words = ranks(answers[2].points) if weights else {}
        found = []
        strongest = 0.0
        for point in answers[0].points:
            payload = point.payload
            present = frozenset(payload["terms"])
            rank, cosine = by_meaning.get(point.id, (None, 0.0))
            why = Why(by_words.get(point.id, (None, 0.0))[0], rank, words_in(heard, present))
            chunk = Chunk(payload["text"], payload["heading"], payload["title"], payload["line"])
            path = (self._folders[payload["folder"]] / payload["note"]).as_posix()
            found.append(passage(chunk, payload["note"], path, point.score, why))
            strongest = max(strongest, evidence(heard, cosine, present, base.rarity))
        return is_covered(strongest), tuple(found)

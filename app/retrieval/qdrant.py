"""Notes too many for one machine's memory, held and searched by a Qdrant server."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import GhostPilotError, describe
from app.core.events import Passages, Problem, Why
from app.core.knowledge import KnowledgeView
from app.retrieval.chunking import Chunk
from app.retrieval.fusion import DEPTH, K
from app.retrieval.live import Closed, Progress, in_worker
from app.retrieval.notes import NoNotes, list_notes, list_present, no_notes, present
from app.retrieval.qdrant_points import MEANING, WORDS, Base, index_of, ranks
from app.retrieval.qdrant_server import collection_name, open_client, points_held
from app.retrieval.reading import Reading, StillReading, Stopped

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.workers import Worker

STEP = 512
"""Points deleted at a time."""


class QdrantNotes:
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
        self._folders = tuple(Path(folder).absolute() for folder in folders)
        self._url = url
        self._api_key = api_key
        self._collection = ""
        """Named when the encoder is known: vectors of two encoders never meet."""
        self._wanted = encoder
        self._encoder: Encoder | None = None
        self._client: Any = None
        self._base: Base | None = None
        self._view = KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        self._absent = False
        self._read_at = 0.0
        self._closing = False
        self.reading = Reading()
        self._speaking = threading.Event()
        # The server inside this process is not made for two threads; a real one is.
        self._one_at_a_time: Any = threading.Lock() if url == ":memory:" else nullcontext()
        self._searcher = ThreadPoolExecutor(1, "qdrant-search")
        self._builder = ThreadPoolExecutor(1, "qdrant-build")
        self._building = asyncio.Lock()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders these notes are of."""
        return self._folders

    @property
    def built_at(self) -> float:
        """When the server last got the notes, in seconds since 1970; 0 before."""
        return self._view.built_at

    async def load(self, progress: Progress = lambda done, of: None) -> KnowledgeView:
        """Load the encoder, reach the server, send what it lacks; later calls change nothing.

        Raises `GhostPilotError`: exit 2 for a missing folder or an unreachable server, 3 for a
        missing model or library.
        """
        async with self._building:
            if self._base is None:
                try:
                    await self._renew(progress, self._folders)
                except (NoNotes, Stopped):
                    self._absent = True
                    raise
        return self.view()

    async def refresh(self, progress: Progress = lambda done, of: None) -> Problem | None:
        """Send what changed on disk. A failure is returned; the server keeps what it has.

        Notes that are gone are returned too, and leave the server.
        """
        async with self._building:
            try:
                return await self._follow(progress)
            except GhostPilotError as error:
                return error.problem("notes")

    async def _follow(self, progress: Progress) -> Problem | None:
        try:
            await self._renew(progress, self._folders)
            return None
        except NoNotes as error:
            missing = error
        there = await in_worker(self._builder, present, self._folders)
        if there and there != self._folders:
            with suppress(NoNotes):
                await self._renew(progress, there)
                return missing.problem("notes")
        self._base, self._absent = None, True
        self._view = KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        await in_worker(self._builder, self._forget)
        return no_notes(self._folders, missing.detail or missing.title).problem("notes")

    async def _renew(self, progress: Progress, folders: Sequence[Path]) -> None:
        with self.reading.under_way():
            self._base = await in_worker(self._builder, self._sync, progress, folders)
        self._absent = False

    def _forget(self) -> None:
        try:
            if self._client is not None:
                with self._one_at_a_time:
                    self._client.delete_collection(self._collection)
        except Exception as error:
            raise self._failed("deleted from", error) from error

    async def changed_on_disk(self) -> bool:
        """Whether files came, went or changed since the last time; reads no file."""
        if self.reading.stopped:
            return False
        try:
            now = await in_worker(self._builder, list_present, self._folders)
        except GhostPilotError:
            return True
        if self._base is None:
            return bool(now.files) or not self._absent
        return now != self._base.listing

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first; waits until the server has the notes.

        Raises `GhostPilotError` when the server cannot be reached.
        """
        started = time.perf_counter()
        if self._base is None:
            if self._absent:
                return Passages(question, False, 0.0, ())
            if self.reading.in_use and self.reading.progress is not None:
                raise StillReading(self.reading.progress)
            await self.load()
        try:
            covered, found = await in_worker(self._searcher, self._search, self._base, query, top)
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

    def make_way(self, speaking: bool) -> None:
        """See `LiveNotes.make_way`."""
        if speaking:
            self._speaking.set()
        else:
            self._speaking.clear()

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        return self._base.names if self._base else ()

    async def aclose(self) -> None:
        """Close the connection and end the workers; sending under way ends at its next step."""
        self._closing = True
        async with self._building:
            if self._client is not None:
                await in_worker(self._searcher, self._client.close)
            self._searcher.shutdown(cancel_futures=True)
            self._builder.shutdown(cancel_futures=True)

    def _sync(self, progress: Progress, folders: Sequence[Path]) -> Base:
        def step(done: int, of: int) -> None:
            if self._closing:
                raise Closed
            self.reading.step(done, of)
            if of:
                progress(done, of)

        try:
            return self._send_changes(step, folders)
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

    def _send_changes(self, progress: Progress, folders: Sequence[Path]) -> Base:
        from app.retrieval.base import KnowsWords
        from app.retrieval.index import reusable
        from app.retrieval.workers import IndexedNote, ProcessWorker, ThreadWorker

        started, now, encoder = time.perf_counter(), time.time(), self._load_encoder()
        listing = list_notes(folders)
        known = reusable(self._base.notes.values(), self._read_at) if self._base else {}
        notes = {file: known[file] for file in listing.files if file in known}
        new = [file for file in listing.files if file not in known]
        skipped = list(listing.skipped)
        with ExitStack() as stack:
            worker: Worker = ThreadWorker(encoder)
            if isinstance(self._wanted, str):
                process = ProcessWorker(encoder, self._wanted, self._speaking)
                worker = stack.enter_context(closing(process))
            for file, item in zip(new, worker.read(new), strict=True):
                if isinstance(item, IndexedNote):
                    notes[file] = item
                else:
                    skipped.append(item)
                progress(0, 0)
            if not notes:
                raise no_notes(folders, "none of the files there is a note")
            ordinary = encoder.ordinary if isinstance(encoder, KnowsWords) else lambda word: False
            base = Base(self._folders, listing, notes, skipped, ordinary)
            sent = self._replace(base, worker, progress)
        _ = base.vocabulary, base.names  # made here, in the worker, not when first asked for
        took_ms = (time.perf_counter() - started) * 1000
        self._view, self._read_at = base.view(encoder.id, took_ms, sent), now
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

        held = self._base.points.keys() if self._base else self._connect()
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
        assert self._encoder is not None
        if self._client is None:
            self._client = open_client(self._url, self._api_key)
        self._collection = collection_name(self._folders, self._encoder.id)
        width = self._encoder.encode(["width"]).shape[1]
        with self._one_at_a_time:
            return points_held(self._client, self._collection, width)

    def _search(self, base: Base, query: str, top: int) -> tuple[bool, tuple[Any, ...]]:
        from qdrant_client import models

        from app.retrieval.coverage import evidence, is_covered
        from app.retrieval.searching import passage, query_vector, words_in
        from app.retrieval.terms import content_words

        assert self._encoder is not None
        if not base.points or not content_words(query) or top < 1:
            return False, ()
        heard = base.vocabulary.hear(query)
        meaning = query_vector(self._encoder, query, heard.repaired).tolist()
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
            strongest = max(strongest, evidence(heard, cosine, terms, base.rarity))
        return is_covered(strongest), tuple(found)

"""The notes as a live source: searched in a worker, rebuilt beside it, swapped by one reference."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.errors import GhostPilotError, describe
from app.core.events import Passages, Problem
from app.core.knowledge import KnowledgeView
from app.retrieval.notes import NoNotes, list_present, no_notes, present
from app.retrieval.reading import Reading, StillReading, Stopped

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.fusion import Method
    from app.retrieval.index import Snapshot
    from app.retrieval.vector_cache import Known

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told, in the worker, how many of how many new chunks are encoded; never of none."""
QUIET_S = 0.3
"""A build that is done by then shows no progress."""


async def in_worker(pool: ThreadPoolExecutor, work: Callable[..., T], *args: Any) -> T:
    """Run blocking work in a worker and wait for it on the loop."""
    return await asyncio.get_running_loop().run_in_executor(pool, work, *args)


class Closed(GhostPilotError):
    """Ends a build in its worker because the notes are being closed."""

    def __init__(self) -> None:
        super().__init__("The notes were closed while they were read")


class LiveNotes:
    """Finds passages in notes folders and follows their changes.

    A search always sees one whole index: while a rebuild runs, the old one; after a failed
    rebuild, still the old one; when the notes were deleted, an empty one. Create it
    anywhere, use it on one event loop, close it.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        encoder: str | Encoder = "",
        fusion: Method = "rrf",
    ) -> None:
        """``cache`` is a folder for vectors that may be deleted at any time.

        ``encoder`` names a model (empty: the shipped one) or is one ready to use.
        """
        self._folders = tuple(Path(folder).absolute() for folder in folders)
        self._cache = cache
        self._wanted = encoder
        self._fusion = fusion
        self._encoder: Encoder | None = None
        self._snapshot: Snapshot | None = None
        self._absent = False
        """The folders were looked at and hold no note."""
        self._saved: frozenset[bytes] = frozenset()
        self._remark = ""
        self._names: tuple[str, ...] = ()
        self._searcher = ThreadPoolExecutor(1, "notes-search")
        self._builder = ThreadPoolExecutor(1, "notes-build")
        self._building = asyncio.Lock()
        self._closing = False
        self.reading = Reading()
        self._speaking = threading.Event()

    async def load(self, progress: Progress = lambda done, of: None) -> KnowledgeView:
        """Load the encoder and build the first index; later calls change nothing.

        After a missing or empty folder was named, searches find nothing until `refresh`
        finds notes there. Raises `GhostPilotError`: exit 2 for a missing or empty folder, 3
        for a missing model.
        """
        async with self._building:
            if self._snapshot is None:
                try:
                    await self._rebuild(progress)
                except GhostPilotError as error:
                    self._absent = isinstance(error, NoNotes | Stopped)
                    raise
                except Exception as error:
                    raise GhostPilotError(
                        "The notes could not be indexed", describe(error), exit_code=1
                    ) from error
        return self.view()

    async def refresh(self, progress: Progress = lambda done, of: None) -> Problem | None:
        """Index what changed on disk. A failure keeps the old index and is returned.

        Folders that are gone, or hold no note any more, are returned too, but nothing of them
        is found from then on.
        """
        async with self._building:
            try:
                return await self._follow(progress)
            except GhostPilotError as error:
                return error.problem("notes")
            except Exception as error:
                kept = "The notes could not be indexed; the last index stays in use"
                return GhostPilotError(kept, describe(error)).problem("notes")

    async def _follow(self, progress: Progress) -> Problem | None:
        try:
            await self._rebuild(progress)
            return None
        except NoNotes as error:
            missing = error
        there = await in_worker(self._builder, present, self._folders)
        if there and there != self._folders:
            with contextlib.suppress(NoNotes):
                await self._rebuild(progress, there)
                return missing.problem("notes")
        self._snapshot, self._names, self._remark, self._absent = None, (), "", True
        return no_notes(self._folders, missing.detail or missing.title).problem("notes")

    async def changed_on_disk(self) -> bool:
        """Whether files came, went or changed since the last build; reads no file.

        After the user stopped a build nothing counts as changed until the next `refresh`.
        """
        if self.reading.stopped:
            return False
        try:
            now = await in_worker(self._builder, list_present, self._folders)
        except GhostPilotError:
            return True
        if self._snapshot is None:
            return bool(now.files) or not self._absent
        return now != self._snapshot.listing

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first, from the index of this moment; makes the first one.

        Raises `GhostPilotError` when the notes cannot be read or searched, or while they are in use
        (`reading.in_use`) although they are read for the first time.
        """
        started = time.perf_counter()
        if self._snapshot is None:
            if self._absent:
                return Passages(question, False, 0.0, ())
            if self.reading.in_use and self.reading.progress is not None:
                raise StillReading(self.reading.progress)
            await self.load()
        from app.retrieval.searching import search

        snapshot, encoder = self._snapshot, self._encoder
        assert snapshot is not None and encoder is not None
        try:
            found = await in_worker(
                self._searcher,
                lambda: search(snapshot, encoder, query, top=top, method=self._fusion),
            )
        except Exception as error:
            raise GhostPilotError("The notes could not be searched", describe(error)) from error
        took_ms = (time.perf_counter() - started) * 1000
        return Passages(question, found.covered, took_ms, found.passages)

    def view(self) -> KnowledgeView:
        """What is searched now, for the screen; empty before the first index."""
        if self._snapshot is None:
            return KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        return self._snapshot.view(self._remark)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders these notes are of."""
        return self._folders

    @property
    def built_at(self) -> float:
        """When the index in use was built, in seconds since 1970; 0 without one."""
        return self._snapshot.built_at if self._snapshot else 0.0

    def watched(self) -> tuple[str, ...]:
        """Every folder and file whose change concerns the index, for a file system watcher."""
        if self._snapshot is None:
            return tuple(str(folder) for folder in self._folders)
        files = self._snapshot.listing.files
        return tuple(map(str, (*self._snapshot.listing.folders, *(file.path for file in files))))

    def make_way(self, speaking: bool) -> None:
        """Whether somebody speaks: a big build then leaves the processor to the recogniser."""
        if speaking:
            self._speaking.set()
        else:
            self._speaking.clear()

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        return self._names

    async def aclose(self) -> None:
        """End the workers; a build under way ends at its next step and is dropped."""
        self._closing = True
        async with self._building:
            self._searcher.shutdown(cancel_futures=True)
            self._builder.shutdown(cancel_futures=True)

    async def _rebuild(self, progress: Progress, folders: Sequence[Path] = ()) -> None:
        with self.reading.under_way():
            self._snapshot, remark = await in_worker(
                self._builder, self._build, progress, folders or self._folders
            )
        self._remark, self._absent = remark, False
        failed = await in_worker(self._builder, self._after, self._snapshot)
        if failed:
            self._remark = f"The vectors will be made again at the next start: {failed}."

    def _build(self, progress: Progress, folders: Sequence[Path]) -> tuple[Snapshot, str]:
        from app.retrieval.encoders import load_encoder
        from app.retrieval.index import build
        from app.retrieval.workers import ProcessWorker

        started = time.monotonic()

        def step(done: int, of: int) -> None:
            if self._closing:
                raise Closed
            self.reading.step(done, of)
            if of and time.monotonic() - started > QUIET_S:
                progress(done, of)

        wanted = self._wanted
        if self._encoder is None:
            self._encoder = load_encoder(wanted) if isinstance(wanted, str) else wanted
        encoder = self._encoder
        known, remark = self._known(encoder)
        with ExitStack() as stack:
            worker = None
            if isinstance(wanted, str):
                process = ProcessWorker(encoder, wanted, self._speaking)
                worker = stack.enter_context(closing(process))
            old = self._snapshot
            snapshot = build(folders, encoder, known, previous=old, worker=worker, progress=step)
        return snapshot, remark

    def _known(self, encoder: Encoder) -> tuple[Known, str]:
        from app.retrieval.encoders import EXACT
        from app.retrieval.vector_cache import cache_file, read

        if self._snapshot is not None:
            return self._snapshot.known(), ""
        known, wrong = read(cache_file(self._cache, encoder.id, self._folders))
        self._saved = frozenset(known.rows)
        remarks = [f"The vectors were made again: {wrong}."] if wrong else []
        if encoder.id.endswith(EXACT):
            remarks.append("This processor needs the slower exact products of the encoder.")
        return known, " ".join(remarks)

    def _after(self, snapshot: Snapshot) -> str:
        """What can wait until the new index is in use; returns what went wrong, if anything."""
        from app.retrieval.vector_cache import cache_file, write
        from app.retrieval.vocabulary import names

        _ = snapshot.vocabulary
        self._names = names(entry.chunk for entry in snapshot.entries)
        keys = [entry.key for entry in snapshot.entries]
        if not keys or self._saved == frozenset(keys):
            return ""
        file = cache_file(self._cache, snapshot.encoder_id, self._folders)
        failed = write(file, keys, snapshot.matrix)
        if not failed:
            self._saved = frozenset(keys)
        return failed

"""Notes that follow their folders: when they are read, and what a search meets meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from app.core.errors import GhostPilotError, describe
from app.core.events import Passages, Problem
from app.core.knowledge import KnowledgeView
from app.retrieval.notes import Listing, NoNotes, list_present, no_notes, present
from app.retrieval.reading import Closed, Reading, StillReading, Stopped

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.searching import Found
    from app.retrieval.workers import Worker

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told, in the worker, how many of how many new chunks are encoded; never of none."""


class Index(Protocol):
    """What is searched."""

    @property
    def listing(self) -> Listing:
        """What the folders held when it was built."""


Indexed = TypeVar("Indexed", bound=Index)


async def in_worker(pool: ThreadPoolExecutor, work: Callable[..., T], *args: Any) -> T:
    """Run blocking work in a worker and wait for it on the loop."""
    return await asyncio.get_running_loop().run_in_executor(pool, work, *args)


class FollowedNotes(ABC, Generic[Indexed]):
    """Finds passages in notes folders and follows their changes.

    The index is built in one worker and searched in another. Create it anywhere, use it on
    one event loop, close it. A subclass says how an index is built, searched and forgotten.
    """

    def __init__(self, folders: Sequence[Path], encoder: str | Encoder, workers: str) -> None:
        """``encoder`` names a model (empty: the shipped one) or is one ready to use."""
        self._folders = tuple(Path(folder).absolute() for folder in folders)
        self._wanted = encoder
        self._loaded: Encoder | None = None
        self._index: Indexed | None = None
        self._absent = False
        """The folders were looked at and hold no note."""
        self._closing = False
        self.reading = Reading()
        self._speaking = threading.Event()
        self._searcher = ThreadPoolExecutor(1, f"{workers}-search")
        self._builder = ThreadPoolExecutor(1, f"{workers}-build")
        self._building = asyncio.Lock()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders these notes are of."""
        return self._folders

    @property
    @abstractmethod
    def built_at(self) -> float:
        """When the index in use was built, in seconds since 1970; 0 without one."""

    @abstractmethod
    def view(self) -> KnowledgeView:
        """What is searched now, for the screen; empty before the first index."""

    @abstractmethod
    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""

    async def load(self, progress: Progress = lambda done, of: None) -> KnowledgeView:
        """Load the encoder and build the first index; later calls change nothing.

        After a missing or empty folder was named, searches find nothing until `refresh`
        finds notes there. Raises `GhostPilotError`: exit 2 for a missing or empty folder or an
        unreachable server, 3 for a missing model or library.
        """
        async with self._building:
            if self._index is None:
                try:
                    await self._renew(progress, self._folders)
                except GhostPilotError as error:
                    self._absent = isinstance(error, NoNotes | Stopped)
                    raise
                except Exception as error:  # whatever an encoder throws
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
            except Exception as error:  # whatever an encoder throws
                kept = "The notes could not be indexed; the last index stays in use"
                return GhostPilotError(kept, describe(error)).problem("notes")

    async def _follow(self, progress: Progress) -> Problem | None:
        try:
            await self._renew(progress, self._folders)
            return None
        except NoNotes as error:
            missing = error
        there = await in_worker(self._builder, present, self._folders)
        if there and there != self._folders:
            with suppress(NoNotes):  # then nothing is left, as said below
                await self._renew(progress, there)
                return missing.problem("notes")
        self._index, self._absent = None, True
        await self._forget()
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
        if self._index is None:
            return bool(now.files) or not self._absent
        return now != self._index.listing

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first, from the index of this moment; makes the first one.

        Raises `GhostPilotError` when the notes cannot be read or searched, or while they are in use
        (`reading.in_use`) although they are read for the first time.
        """
        started = time.perf_counter()
        if self._index is None:
            if self._absent:
                return Passages(question, False, 0.0, ())
            if self.reading.in_use and self.reading.progress is not None:
                raise StillReading(self.reading.progress)
            await self.load()
        try:
            found = await in_worker(self._searcher, self._search, self._index, query, top)
        except Exception as error:  # whatever an encoder or a server throws
            raise self._not_searched(error) from error
        took_ms = (time.perf_counter() - started) * 1000
        return Passages(question, found.covered, took_ms, found.passages)

    def watched(self) -> tuple[str, ...]:
        """Every folder and file whose change concerns the index, for a file system watcher."""
        if self._index is None:
            return tuple(map(str, self._folders))
        listing = self._index.listing
        return tuple(map(str, (*listing.folders, *(file.path for file in listing.files))))

    def make_way(self, speaking: bool) -> None:
        """Whether somebody speaks: a big build then leaves the processor to the recogniser."""
        if speaking:
            self._speaking.set()
        else:
            self._speaking.clear()

    async def aclose(self) -> None:
        """End the workers; a build under way ends at its next step and is dropped."""
        self._closing = True
        async with self._building:
            await self._let_go()
            self._searcher.shutdown(cancel_futures=True)
            self._builder.shutdown(cancel_futures=True)

    # --- What a subclass does -------------------------------------------------------------

    async def _renew(self, progress: Progress, folders: Sequence[Path]) -> None:
        """Put a new index in place of the one in use; after a failure that one stays."""
        with self.reading.under_way():
            self._index = await in_worker(self._builder, self._build, progress, folders)
        self._absent = False

    @abstractmethod
    def _build(self, progress: Progress, folders: Sequence[Path]) -> Indexed:
        """An index of what the folders hold now, in the worker; raises `NoNotes` for nothing."""

    @abstractmethod
    def _search(self, index: Indexed, query: str, top: int) -> Found:
        """The best passages for a query, in the worker."""

    @abstractmethod
    def _not_searched(self, error: Exception) -> GhostPilotError:
        """What is told of a search that failed."""

    @abstractmethod
    async def _forget(self) -> None:
        """There are no notes any more: let nothing be left of them."""

    @abstractmethod
    async def _let_go(self) -> None:
        """Close what is held besides the workers."""

    # --- What a build needs, in its worker ------------------------------------------------

    def _step(self, done: int, of: int) -> None:
        """The build came so far; raises what ends it."""
        if self._closing:
            raise Closed
        self.reading.step(done, of)

    def _encoder(self) -> Encoder:
        """The encoder, loaded by the first build."""
        from app.retrieval.encoders import load_encoder

        if self._loaded is None:
            wanted = self._wanted
            self._loaded = load_encoder(wanted) if isinstance(wanted, str) else wanted
        return self._loaded

    @contextmanager
    def _worker(self, encoder: Encoder) -> Iterator[Worker]:
        """Who reads and encodes; an encoder known by its name may work in a process."""
        from app.retrieval.workers import ProcessWorker, ThreadWorker

        if isinstance(self._wanted, str):
            with closing(ProcessWorker(encoder, self._wanted, self._speaking)) as worker:
                yield worker
        else:
            yield ThreadWorker(encoder)

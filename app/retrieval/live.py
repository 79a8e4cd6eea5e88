"""The notes as a live source: searched in a worker, rebuilt beside it, swapped by one reference."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError, describe
from app.core.events import Passages, Problem
from app.core.knowledge import KnowledgeView

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.fusion import Method
    from app.retrieval.index import Snapshot


class _Closed(Exception):
    """Ends a build in its worker because the notes are being closed."""


class LiveNotes:
    """Finds passages in notes folders and follows their changes.

    A search always sees one whole index: while a rebuild runs, the old one; after a failed
    rebuild, still the old one. Create it anywhere, use it on one event loop, close it.
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
        self._searcher = ThreadPoolExecutor(1, "notes-search")
        self._builder = ThreadPoolExecutor(1, "notes-build")
        self._building = asyncio.Lock()
        self._closing = False

    async def load(self) -> KnowledgeView:
        """Load the encoder and build the first index; later calls change nothing.

        Raises `GhostPilotError`: exit 2 for a missing or empty folder, 3 for a missing model.
        """
        async with self._building:
            if self._snapshot is None:
                await self._rebuild(lambda done, of: None)
        return self.view()

    async def refresh(
        self, progress: Callable[[int, int], None] = lambda done, of: None
    ) -> Problem | None:
        """Index what changed on disk. A failure keeps the old index and is returned.

        ``progress`` is called in the worker with how many of how many new chunks are encoded.
        """
        async with self._building:
            try:
                await self._rebuild(progress)
            except GhostPilotError as error:
                return error.problem("notes")
            except Exception as error:
                kept = "The notes could not be indexed; the last index stays in use"
                return GhostPilotError(kept, describe(error)).problem("notes")
        return None

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first, from the index of this moment; waits for the first one."""
        started = time.perf_counter()
        if self._snapshot is None:
            await self.load()
        from app.retrieval.index import search

        snapshot, encoder = self._snapshot, self._encoder
        assert snapshot is not None and encoder is not None
        found = await asyncio.get_running_loop().run_in_executor(
            self._searcher,
            lambda: search(snapshot, encoder, query, top=top, method=self._fusion),
        )
        took_ms = (time.perf_counter() - started) * 1000
        return Passages(question, found.covered, took_ms, found.passages)

    def view(self) -> KnowledgeView:
        """What is searched now, for the screen; empty before the first index."""
        if self._snapshot is None:
            return KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        return self._snapshot.view()

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        from app.retrieval.vocabulary import names

        return names(self._snapshot) if self._snapshot else ()

    async def aclose(self) -> None:
        """End the workers; a build under way ends at its next step and is dropped."""
        self._closing = True
        async with self._building:
            self._searcher.shutdown(cancel_futures=True)
            self._builder.shutdown(cancel_futures=True)

    async def _rebuild(self, progress: Callable[[int, int], None]) -> None:
        loop = asyncio.get_running_loop()
        snapshot, encoder = await loop.run_in_executor(self._builder, self._build, progress)
        self._snapshot, self._encoder = snapshot, encoder
        from app.retrieval.index import save_vectors

        failed = await loop.run_in_executor(self._builder, save_vectors, snapshot, self._cache)
        kept = frozenset(entry.key for entry in snapshot.entries)
        if failed:
            remark = f"The vectors will be made again at the next start: {failed}."
            self._snapshot = replace(snapshot, remark=remark)
        else:
            self._snapshot = replace(snapshot, cached=kept)

    def _build(self, progress: Callable[[int, int], None]) -> tuple[Snapshot, Encoder]:
        from app.retrieval.encoders import load_encoder
        from app.retrieval.index import build

        encoder = self._encoder
        if encoder is None:
            wanted = self._wanted
            encoder = load_encoder(wanted) if isinstance(wanted, str) else wanted

        def step(done: int, of: int) -> None:
            if self._closing:
                raise _Closed
            progress(done, of)

        snapshot = build(
            self._folders, encoder, self._cache, previous=self._snapshot, progress=step
        )
        return snapshot, encoder

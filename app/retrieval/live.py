"""The notes in memory: searched in a worker, rebuilt beside it, swapped by one reference."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GhostPilotError, describe
from app.core.knowledge import KnowledgeView
from app.retrieval.followed import FollowedNotes, Progress, in_worker

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.fusion import Method
    from app.retrieval.index import Snapshot
    from app.retrieval.searching import Found
    from app.retrieval.vector_cache import Known

QUIET_S = 0.3
"""A build that is done by then shows no progress."""


class LiveNotes(FollowedNotes["Snapshot"]):
    """Finds passages in notes folders and follows their changes.

    A search always sees one whole index: while a rebuild runs, the old one; after a failed
    rebuild, still the old one; when the notes were deleted, an empty one.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        encoder: str | Encoder = "",
        fusion: Method = "rrf",
    ) -> None:
        """``cache`` is a folder for vectors that may be deleted at any time."""
        super().__init__(folders, encoder, "notes")
        self._cache = cache
        self._fusion = fusion
        self._saved: frozenset[bytes] = frozenset()
        self._remark = ""
        self._names: tuple[str, ...] = ()

    @property
    def built_at(self) -> float:
        """When the index in use was built, in seconds since 1970; 0 without one."""
        return self._index.built_at if self._index else 0.0

    def view(self) -> KnowledgeView:
        """What is searched now, for the screen; empty before the first index."""
        if self._index is None:
            return KnowledgeView(tuple(folder.as_posix() for folder in self._folders))
        return self._index.view(self._remark)

    def vocabulary(self) -> tuple[str, ...]:
        """Names and terms of the notes that a recogniser is likely to mishear."""
        return self._names

    async def _renew(self, progress: Progress, folders: Sequence[Path]) -> None:
        await super()._renew(progress, folders)
        failed = await in_worker(self._builder, self._after, self._index)
        if failed:
            self._remark = f"The vectors will be made again at the next start: {failed}."

    def _build(self, progress: Progress, folders: Sequence[Path]) -> Snapshot:
        from app.retrieval.index import build

        started = time.monotonic()

        def step(done: int, of: int) -> None:
            self._step(done, of)
            if of and time.monotonic() - started > QUIET_S:
                progress(done, of)

        encoder, old = self._encoder(), self._index
        known, remark = self._known(encoder)
        with self._worker(encoder) as worker:
            snapshot = build(folders, encoder, known, previous=old, worker=worker, progress=step)
        self._remark = remark
        return snapshot

    def _known(self, encoder: Encoder) -> tuple[Known, str]:
        """Vectors that need not be made again, and what to remark on them."""
        from app.retrieval.encoders import EXACT
        from app.retrieval.vector_cache import cache_file, read

        if self._index is not None:
            return self._index.known(), ""
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

        _ = snapshot.vocabulary  # made here, in the worker, not when first asked for
        self._names = names(entry.chunk for entry in snapshot.entries)
        keys = [entry.key for entry in snapshot.entries]
        if not keys or self._saved == frozenset(keys):
            return ""
        file = cache_file(self._cache, snapshot.encoder_id, self._folders)
        failed = write(file, keys, snapshot.matrix)
        if not failed:
            self._saved = frozenset(keys)
        return failed

    def _search(self, index: Snapshot, query: str, top: int) -> Found:
        from app.retrieval.searching import search

        return search(index, self._encoder(), query, top=top, method=self._fusion)

    def _not_searched(self, error: Exception) -> GhostPilotError:
        return GhostPilotError("The notes could not be searched", describe(error))

    async def _forget(self) -> None:
        self._names, self._remark = (), ""

    async def _let_go(self) -> None:
        """Nothing is held but memory."""

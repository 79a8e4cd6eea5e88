"""The files of whole sessions, with the keys of those that are sealed: opened in workers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from app.store.sessions import Session

T = TypeVar("T")


class SessionFiles:
    """Every session of one folder, by its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def read(
        self, name: str, *, pieces: bool = True, part: tuple[int, int] | None = None
    ) -> Session:
        """A session, or what lies between two places of its file; see `read_session`."""
        from app.store.sessions import read_session

        return await self.with_key(
            name, lambda path, key: read_session(path, key=key, pieces=pieces, part=part)
        )

    async def with_key(self, name: str, work: Callable[[Path, bytes | None], T]) -> T:
        """Do something with a session file and its key, in a worker."""
        from app.store.library import find_session, key_for

        def run() -> T:
            path = find_session(name, self.folder)
            return work(path, key_for(path))

        return await asyncio.to_thread(run)

"""The sessions of this machine for the window that shows them: reads and writes in workers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Event
from app.desks.reruns import Reruns
from app.desks.session_files import SessionFiles
from app.parts import Plan
from app.ui.sessions_source import Choices, Details, Sound, Wish

if TYPE_CHECKING:
    from app.store.compare import Pair
    from app.store.index import Index
    from app.store.retention import Doomed
    from app.store.rows import SaidRow, SessionRow, TurnRow
    from app.store.search import Filters, Hit

T = TypeVar("T")


class SessionDesk:
    """Implements `ui.sessions_source.Sessions` over the store; `aclose` ends its worker.

    The index lives in one worker thread and is opened when it is first wanted. Whole
    sessions are read by other workers, so that a search never waits for one.
    """

    def __init__(self, plan: Plan, folder: Path | None = None, cache: Path | None = None) -> None:
        self._plan = plan
        self._folder = folder or paths.sessions()
        self._files = SessionFiles(self._folder)
        self._cache = cache
        self._worker = ThreadPoolExecutor(1, "sessions")
        self._index: Index | None = None
        self._details: dict[Path, tuple[tuple[int, int], Details]] = {}
        """What was read of whole files, with their sizes and times: long ones take seconds."""
        self._reruns = Reruns(plan, self._files)

    async def aclose(self) -> None:
        """Let a re-run finish its turn, close the index, end the worker."""
        await self._reruns.aclose()
        await self._indexed(self._close)
        self._worker.shutdown()

    async def sessions(self) -> list[SessionRow]:
        def read() -> list[SessionRow]:
            index = self._open()
            index.update()
            return index.sessions()

        return await self._indexed(read)

    async def remark(self) -> str:
        return await self._indexed(lambda: self._open().remark)

    async def search(self, text: str, filters: Filters) -> list[Hit]:
        from app.store.search import search

        return await self._indexed(lambda: search(self._open(), text, filters, limit=100))

    async def matching(self, filters: Filters) -> set[str]:
        from app.store.search import matching

        return await self._indexed(lambda: matching(self._open(), filters))

    async def turns(self, name: str) -> list[TurnRow]:
        return await self._indexed(lambda: self._open().turns(name))

    async def said(self, name: str) -> list[SaidRow]:
        return await self._indexed(lambda: self._open().said(name, -1.0, float("inf")))

    async def turn(self, name: str, row: TurnRow) -> Sequence[Event]:
        session = await self._files.read(name, pieces=False, part=row.place)
        wanted = row.question_id
        return [
            event
            for event in session.events
            if wanted in (getattr(event, "id", None), getattr(event, "question", None))
        ]

    async def events(self, name: str) -> Sequence[Event]:
        return (await self._files.read(name)).events

    async def sound(self, name: str, tell: Callable[[str], None]) -> Sound | None:
        from app.audio.playback import Playback
        from app.store.blobs import sound_path

        loop = asyncio.get_running_loop()

        def hear(error: GhostPilotError) -> None:
            loop.call_soon_threadsafe(tell, str(error))

        def find(path: Path, _: bytes | None) -> Sound | None:
            kept = sound_path(path)
            return Playback(kept, hear) if kept.is_file() else None

        return await self._files.with_key(name, find)

    async def details(self, name: str) -> Details:
        from app.core.egress import ledger
        from app.store.sessions import read_session
        from app.store.statistics import statistics
        from app.store.turns import markers, turns

        def count(path: Path, key: bytes | None) -> Details:
            stamp, found = _stamp(path), self._details.get(path)
            if found is not None and found[0] == stamp:
                return found[1]
            session = read_session(path, key=key, pieces=False)
            asked = turns(session)
            verdicts = {turn.question.id: turn.verdict for turn in asked if turn.verdict}
            sent = tuple(ledger(session.events))
            details = Details(statistics(session), verdicts, markers(session), sent)
            self._details[path] = stamp, details
            return details

        return await self._files.with_key(name, count)

    async def compare(self, old: str, new: str) -> Sequence[Pair]:
        from app.store.compare import compare

        before = await self._files.read(old, pieces=False)
        after = await self._files.read(new, pieces=False)
        return await asyncio.to_thread(compare, before, after)

    async def entitle(self, name: str, title: str) -> None:
        from app.store.annotations import entitle

        await self._files.with_key(name, lambda path, key: entitle(path, title, key=key))

    async def judge(self, name: str, question: str, good: bool, note: str) -> None:
        from app.store.annotations import judge

        await self._files.with_key(
            name, lambda path, key: judge(path, question, good, note, key=key)
        )

    async def export(self, name: str, form: str, target: Path) -> None:
        from app.store.export import export
        from app.store.files import write_whole

        session = await self._files.read(name)

        def write() -> None:
            text = export(session, form, self._plan.redactor).encode("utf-8", "replace")
            try:
                write_whole(target, text)
            except OSError as error:
                raise GhostPilotError(
                    f"The document {target} cannot be written",
                    error.strerror or str(error),
                    "Choose another folder.",
                ) from error

        await asyncio.to_thread(write)

    async def take_in(self, source: Path) -> str:
        from app.store.importing import import_session
        from app.store.library import key_for

        def copy() -> str:
            return import_session(source, self._folder, key=key_for(source)).name

        return await asyncio.to_thread(copy)

    async def limits(self) -> tuple[int, int]:
        storage = self._plan.settings.storage
        return storage.keep_days, storage.keep_mb

    async def doomed(self, days: int, mb: int) -> list[Doomed]:
        from app.store.retention import plan

        return await asyncio.to_thread(plan, self._folder, keep_days=days, keep_mb=mb)

    async def limit(self, days: int, mb: int) -> list[Doomed]:
        from app.store.retention import enforce

        if self._plan.change is None:
            raise GhostPilotError("The settings cannot be changed here")
        await self._plan.change({"storage.keep_days": days, "storage.keep_mb": mb})
        return await asyncio.to_thread(enforce, self._folder, keep_days=days, keep_mb=mb)

    async def delete(self, name: str) -> None:
        from app.store.retention import delete_session

        self._details.pop(self._folder / name, None)
        await self._indexed(lambda: delete_session(self._folder / name, self._open()))

    async def choices(self) -> Choices:
        from app.desks.wishes import choices

        return await asyncio.to_thread(choices, self._plan.settings, self._plan.knowledge)

    async def rerun(
        self,
        name: str,
        wish: Wish,
        progress: Callable[[int, int], None],
        stopping: Callable[[], bool],
    ) -> str:
        return await self._reruns.ask_again(name, wish, progress, stopping)

    async def _indexed(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _open(self) -> Index:
        if self._index is None:
            from app.store.library import open_index

            self._index = open_index(self._folder, self._cache)
        return self._index

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None


def _stamp(path: Path) -> tuple[int, int]:
    """A file's size and time; zeros where there is none, which its reading will tell."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns

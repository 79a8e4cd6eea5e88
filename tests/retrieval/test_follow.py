"""Edits reach the index soon, in one rebuild, with or without events from the file system."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.core.events import Info, Problem
from app.core.tasks import cancel, spawn
from app.retrieval.follow import PROGRESS, Follower, in_words
from app.retrieval.live import LiveNotes
from app.retrieval.scripted import WordEncoder
from tests.recorded import until

Write = Callable[[dict[str, str | bytes]], Path]


class Counted:
    """Stands for the notes: counts rebuilds, changes when told to."""

    def __init__(self, *results: Problem | None) -> None:
        self.results = list(results)
        self.rebuilds = 0
        self.dirty = False

    async def refresh(
        self, progress: Callable[[int, int], None] = lambda a, b: None
    ) -> Problem | None:
        self.rebuilds += 1
        self.dirty = False
        return self.results.pop(0) if self.results else None

    async def changed_on_disk(self) -> bool:
        return self.dirty


@asynccontextmanager
async def following(
    notes: Counted | LiveNotes, *, poll_s: float = 60.0
) -> AsyncIterator[tuple[Follower, list[Info | Problem]]]:
    told: list[Info | Problem] = []
    follower = Follower(notes, told.append, settle_s=0.02, poll_s=poll_s)
    task = spawn(follower.run(), name="follow")
    yield follower, told
    await cancel(task)


async def test_a_burst_of_changes_is_one_rebuild() -> None:
    notes = Counted()
    async with following(notes) as (follower, told):
        for _ in range(20):
            follower.changed()
            await asyncio.sleep(0.002)
        await until(lambda: bool(told))
        await asyncio.sleep(0.1)
    assert notes.rebuilds == 1 and isinstance(told[0], Info)


async def test_an_endless_burst_does_not_wait_forever() -> None:
    notes = Counted()
    async with following(notes) as (follower, _):
        async with asyncio.timeout(45):
            while not notes.rebuilds:
                follower.changed()
                await asyncio.sleep(0.005)


async def test_a_poll_finds_what_no_event_told() -> None:
    notes = Counted()
    async with following(notes, poll_s=0.02) as (_, told):
        await asyncio.sleep(0.1)
        assert notes.rebuilds == 0
        notes.dirty = True
        await until(lambda: bool(told))
    assert notes.rebuilds == 1


async def test_a_lasting_problem_is_told_once() -> None:
    gone = Problem("notes", "The notes folder is gone")
    notes = Counted(gone, gone, None, gone)
    async with following(notes) as (follower, told):
        for rebuild in range(1, 5):
            follower.changed()
            await until(lambda n=rebuild: notes.rebuilds == n)
            await asyncio.sleep(0)
    assert [type(event) for event in told] == [Problem, Info, Problem]


async def test_a_long_rebuild_tells_how_far_it_is(notes: Write, tmp_path: Path) -> None:
    class Slow(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            time.sleep(0.2)
            return super().encode(texts)

    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path / "cache", encoder=Slow())
    await live.load()
    async with following(live) as (follower, told):
        notes({f"{n}.md": f"Note {n}." for n in range(130)})
        follower.changed()
        await until(lambda: bool(told) and isinstance(told[-1], Info) and told[-1].kind == "notes")
    progress = [e.note for e in told if isinstance(e, Info) and e.kind == PROGRESS]
    assert progress[-1] == "Reading the notes: 130 of 130 new passages"
    await live.aclose()


def test_progress_is_told_once_there_is_some() -> None:
    told: list[Info] = []
    progress = in_words(told.append)
    for done, of in [(0, 0)] * 9 + [(64, 90), (90, 90)]:
        progress(done, of)
    assert [info.note for info in told] == [
        "Reading the notes: 64 of 90 new passages",
        "Reading the notes: 90 of 90 new passages",
    ]


async def test_files_that_come_go_and_are_renamed_over(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "Kafka."})
    live = LiveNotes([folder], tmp_path / "cache", encoder=WordEncoder())
    await live.load()

    async def texts() -> set[str]:
        return {p.text for p in (await live.search("kafka redis mongo", top=9)).passages}

    async with following(live, poll_s=0.02) as (_, told):
        notes({"new/deep/b.md": "Redis."})
        await until(lambda: live.view().chunks == 2)
        assert str(folder / "new" / "deep") in live.watched()
        notes({"a.md.tmp": "Mongo."})
        (folder / "a.md.tmp").rename(folder / "a.md")
        await until(lambda: len(told) >= 2 and live.view().chunks == 2)
        assert await texts() == {"Mongo.", "Redis."}
        (folder / "new" / "deep" / "b.md").unlink()
        (folder / "new" / "deep").rmdir()
        await until(lambda: live.view().chunks == 1)
        assert await texts() == {"Mongo."}
    await live.aclose()

"""Notes that follow their folders: found while they are there, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import GhostPilotError
from app.retrieval.live import LiveNotes
from app.retrieval.scripted import WordEncoder

Write = Callable[[dict[str, str | bytes]], Path]


class GatedEncoder(WordEncoder):
    """Waits at a gate when it encodes notes, as a long build would."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.waiting = threading.Event()

    def encode(self, texts: Sequence[str]) -> Any:
        if "build" in threading.current_thread().name:
            self.waiting.set()
            assert self.gate.wait(10)
        return super().encode(texts)


async def best_text(live: LiveNotes, query: str) -> str:
    return (await live.search(query)).passages[0].text


async def test_a_query_during_a_rebuild_gets_the_old_index(notes: Write, tmp_path: Path) -> None:
    encoder = GatedEncoder()
    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path, encoder=encoder)
    await live.load()
    encoder.gate.clear()
    encoder.waiting.clear()
    notes({"a.md": "Redis."})
    rebuild = asyncio.ensure_future(live.refresh())
    await asyncio.get_running_loop().run_in_executor(None, encoder.waiting.wait, 5)
    assert await best_text(live, "redis") == "Kafka."
    encoder.gate.set()
    assert await rebuild is None
    assert await best_text(live, "redis") == "Redis."
    await live.aclose()


async def test_deleted_notes_are_found_no_more(notes: Write, tmp_path: Path) -> None:
    folder = notes({"a.md": "Kafka."})
    live = LiveNotes([folder], tmp_path / "cache", encoder=WordEncoder())
    await live.load()
    for delete in (folder.joinpath("a.md").unlink, folder.rmdir):
        delete()
        problem = await live.refresh()
        assert problem is not None and problem.where == "notes"
        assert problem.title == f"There are no notes in {folder}"
        found = await live.search("kafka")
        assert (found.passages, found.covered) == ((), False)
        assert live.view().chunks == 0 and live.vocabulary() == ()
        assert not await live.changed_on_disk()
    notes({"a.md": "Redis."})
    assert await live.changed_on_disk()
    assert await live.refresh() is None
    assert await best_text(live, "redis") == "Redis."
    await live.aclose()


async def test_one_folder_gone_leaves_the_other(notes: Write, tmp_path: Path) -> None:
    folder, other = notes({"a.md": "Kafka."}), tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text("Redis.")
    live = LiveNotes([folder, other], tmp_path / "cache", encoder=WordEncoder())
    await live.load()
    (folder / "a.md").unlink()
    folder.rmdir()
    assert await live.changed_on_disk()
    problem = await live.refresh()
    assert problem is not None and problem.title == f"The notes folder {folder} does not exist"
    assert [p.text for p in (await live.search("kafka redis")).passages] == ["Redis."]
    assert not await live.changed_on_disk()
    await live.aclose()


async def test_a_folder_missing_at_first_is_named_once_and_found_later(
    notes: Write, tmp_path: Path
) -> None:
    live = LiveNotes([tmp_path / "notes"], tmp_path / "cache", encoder=WordEncoder())
    with pytest.raises(GhostPilotError, match="does not exist"):
        await live.search("kafka")
    for _ in range(2):
        found = await live.search("kafka", question="q1")
        assert (found.question, found.passages, found.covered) == ("q1", (), False)
    notes({"a.md": "Kafka."})
    assert await live.refresh() is None
    assert await best_text(live, "kafka") == "Kafka."
    await live.aclose()


async def test_an_encoder_that_breaks_keeps_the_old_index(notes: Write, tmp_path: Path) -> None:
    class Breaks(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            if any("poison" in text for text in texts):
                raise MemoryError("no room for vectors")
            return super().encode(texts)

    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path, encoder=Breaks())
    await live.load()
    notes({"b.md": "poison"})
    problem = await live.refresh()
    assert problem is not None and "no room for vectors" in problem.detail
    assert await best_text(live, "kafka") == "Kafka."
    await live.aclose()


async def test_an_encoder_that_breaks_in_a_search_is_named(notes: Write, tmp_path: Path) -> None:
    class Breaks(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            if "poison" in texts:
                raise MemoryError("no room for vectors")
            return super().encode(texts)

    live = LiveNotes([notes({"a.md": "Kafka."})], tmp_path, encoder=Breaks())
    with pytest.raises(GhostPilotError, match=r"could not be searched: .*no room for vectors"):
        await live.search("poison")
    assert await best_text(live, "kafka") == "Kafka."
    await live.aclose()


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    live = LiveNotes([tmp_path / "none"], tmp_path, encoder=WordEncoder())
    with pytest.raises(GhostPilotError, match=str(tmp_path / "none")):
        await live.load()
    await live.aclose()


async def test_closing_ends_a_build_under_way(notes: Write, tmp_path: Path) -> None:
    encoder = GatedEncoder()
    encoder.gate.clear()
    folder = notes({f"{n}.md": f"Note {n}." for n in range(200)})
    live = LiveNotes([folder], tmp_path, encoder=encoder)
    load = asyncio.ensure_future(live.load())
    await asyncio.get_running_loop().run_in_executor(None, encoder.waiting.wait, 5)
    close = asyncio.ensure_future(live.aclose())
    await asyncio.sleep(0)
    encoder.gate.set()
    await close
    with pytest.raises(GhostPilotError, match="closed while they were read"):
        await load
    assert encoder.encoded < 200

"""Notes served by Qdrant follow the files and fail as clearly as the index in memory."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import GhostPilotError
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.live import LiveNotes
from app.retrieval.qdrant import QdrantNotes
from app.retrieval.scripted import WordEncoder

pytest.importorskip("qdrant_client", reason="the qdrant extra is not installed")

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
async def served(notes: Write) -> AsyncIterator[QdrantNotes]:
    folder = notes({"a.md": "# Kafka\n\nKafka keeps events.", "b.md": "Redis is a cache."})
    served = QdrantNotes([folder], url=":memory:", encoder=WordEncoder())
    yield served
    await served.aclose()


async def best_text(served: QdrantNotes, query: str) -> str:
    return (await served.search(query)).passages[0].text


async def test_edits_are_sent_and_what_is_gone_is_forgotten(
    served: QdrantNotes, notes: Write
) -> None:
    view = await served.load()
    assert (view.chunks, view.embedded) == (2, 2)
    assert not await served.changed_on_disk()
    folder = notes({"b.md": "Redis is slow today."})
    assert await served.changed_on_disk()
    assert await served.refresh() is None
    assert served.view().embedded == 1
    assert await best_text(served, "redis cache") == "Redis is slow today."
    (folder / "a.md").unlink()
    assert await served.refresh() is None
    assert {p.note for p in (await served.search("kafka events")).passages} == {"b.md"}


async def test_a_passage_has_its_place_and_ranks(served: QdrantNotes) -> None:
    first = (await served.search("who keeps kafka events")).passages[0]
    assert (first.note, first.heading, first.line) == ("a.md", "Kafka", 3)
    assert first.why.bm25 == first.why.dense == 1
    assert first.path.endswith("/notes/a.md")


async def test_mis_heard_words_are_repaired(served: QdrantNotes) -> None:
    assert await best_text(served, "what does kafca do") == "Kafka keeps events."


async def test_the_first_passages_are_those_of_the_index_in_memory(
    sample: Path, tmp_path: Path, encoder: OnnxEncoder
) -> None:
    served = QdrantNotes([sample], url=":memory:", encoder=encoder)
    live = LiveNotes([sample], tmp_path, encoder=encoder)
    for query in ("how do you roll back a deploy", "what does the growth plan cost"):
        ours, theirs = await live.search(query), await served.search(query)
        assert ours.passages[0].id == theirs.passages[0].id
        assert ours.covered and theirs.covered
        assert ours.passages[0].why == theirs.passages[0].why
    await live.aclose()
    await served.aclose()


async def test_an_unreachable_server_is_named(notes: Write) -> None:
    folder = notes({"a.md": "Kafka."})
    served = QdrantNotes([folder], url="http://127.0.0.1:9", encoder=WordEncoder())
    with pytest.raises(GhostPilotError, match=r"Qdrant at http://127\.0\.0\.1:9") as caught:
        await served.load()
    assert caught.value.exit_code == 2 and "notes.qdrant_url" in caught.value.next_step
    problem = await served.refresh()
    assert problem is not None and problem.where == "notes"
    await served.aclose()


async def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    served = QdrantNotes([tmp_path], url=":memory:", encoder=WordEncoder())
    with pytest.raises(GhostPilotError, match=f"There are no notes in {tmp_path}"):
        await served.load()
    await served.aclose()


async def test_a_query_does_not_wait_for_what_is_being_sent(notes: Write, tmp_path: Path) -> None:
    class Gated(WordEncoder):
        gate, waiting = threading.Event(), threading.Event()

        def encode(self, texts: Sequence[str]) -> Any:
            if "slow" in texts[0]:
                self.waiting.set()
                assert self.gate.wait(10)
            return super().encode(texts)

    served = QdrantNotes([notes({"a.md": "Kafka."})], url=":memory:", encoder=Gated())
    await served.load()
    notes({"a.md": "A slow one."})
    sending = asyncio.ensure_future(served.refresh())
    await asyncio.to_thread(Gated.waiting.wait, 5)
    assert await best_text(served, "kafka") == "Kafka."
    closing = asyncio.ensure_future(served.aclose())
    await asyncio.sleep(0)
    Gated.gate.set()
    problem = await sending
    assert problem is not None and "closed while they were read" in problem.title
    await closing


async def test_two_users_of_a_server_keep_their_notes(notes: Write, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text("Redis.")
    first = QdrantNotes([notes({"a.md": "Kafka."})], url=":memory:", encoder=WordEncoder())
    second = QdrantNotes([other], url=":memory:", encoder=WordEncoder())
    await first.load()
    second._client = first._client
    await second.load()
    assert [p.text for p in (await second.search("kafka redis")).passages] == ["Redis."]
    assert await best_text(first, "kafka") == "Kafka."
    assert first._client.count(first._collection).count == 1
    await first.aclose()
    await second.aclose()


async def test_deleted_notes_leave_the_server(served: QdrantNotes, notes: Write) -> None:
    await served.load()
    folder = notes({})
    for name in ("a.md", "b.md"):
        (folder / name).unlink()
    problem = await served.refresh()
    assert problem is not None and problem.title == f"There are no notes in {folder}"
    found = await served.search("kafka")
    assert (found.passages, found.covered) == ((), False)
    assert not served._client.collection_exists(served._collection)
    notes({"a.md": "Kafka again."})
    assert await served.refresh() is None
    assert await best_text(served, "kafka") == "Kafka again."


async def test_an_edit_under_the_same_time_stamp_is_sent(served: QdrantNotes, notes: Write) -> None:
    await served.load()
    file = notes({}) / "b.md"
    stamp = file.stat()
    file.write_text("Redis is a store.")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert await served.refresh() is None
    assert await best_text(served, "redis") == "Redis is a store."


async def test_a_server_that_goes_away_is_named(served: QdrantNotes) -> None:
    await served.load()
    served._client.close()
    with pytest.raises(GhostPilotError, match="could not be asked of Qdrant at :memory:"):
        await served.search("kafka")

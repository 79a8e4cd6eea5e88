"""A long build tells how far it is and ends when the user wants it to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.retrieval.live import LiveNotes
from app.retrieval.reading import Reading, Stopped
from tests.recorded import until


def test_progress_is_known_while_something_is_built() -> None:
    reading = Reading()
    reading.stop()
    assert reading.progress is None
    with reading.under_way():
        reading.step(3, 10)
        assert reading.progress == (3, 10)
        reading.stop()
        with pytest.raises(Stopped):
            reading.step(4, 10)
    assert reading.progress is None
    assert not reading.stopped, "the build ended by itself"


async def test_a_stopped_build_keeps_what_was_found_and_is_not_begun_again(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Coffee\nThe machine is on the second floor.\n")
    notes = LiveNotes([folder], tmp_path / "cache")
    await notes.load()
    for number in range(60):
        (folder / f"n{number}.md").write_text(f"# Note {number}\nParcel {number} is late.\n")

    building = asyncio.ensure_future(notes.refresh())
    await until(lambda: notes.reading.progress is not None)
    notes.reading.stop()
    problem = await building
    assert problem is not None
    assert "stopped" in problem.title
    assert notes.view().chunks == 1
    assert not await notes.changed_on_disk(), "the follower leaves it alone"
    assert await notes.refresh() is None
    assert len(notes.view().notes) == 61
    await notes.aclose()

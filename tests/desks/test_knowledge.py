"""The notes are listed, searched, read again, stopped, and their folders changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Settings, replace_values
from app.desks.knowledge import KnowledgeDesk
from app.desks.notes import NotesAtHand
from app.parts import Plan
from app.retrieval.reading import Reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notes"
    made.mkdir()
    (made / "coffee.md").write_text("# Coffee\nThe machine is on the second floor.\n")
    (made / "latin.md").write_bytes(b"# Caf\xe9\nOpen at nine.\n")
    (made / "binary.md").write_bytes(b"a\0b")
    (made / "huge.md").write_bytes(b"x" * 5_100_000)
    (made / "out.md").symlink_to("/etc/hostname")
    return made


@pytest.fixture
def plan(folder: Path) -> Plan:
    return Plan(replace_values(Settings(), {"notes.folders": [str(folder)]}))


@pytest.fixture
async def desk(plan: Plan) -> AsyncIterator[KnowledgeDesk]:
    async def change(key: str, value: object) -> None:
        plan.settings = replace_values(plan.settings, {key: value})

    at_hand = NotesAtHand(plan)
    yield KnowledgeDesk(plan, at_hand, change)
    await at_hand.aclose()


async def test_every_file_that_is_not_read_is_listed_with_its_reason(desk: KnowledgeDesk) -> None:
    assert (await desk.pulse()).built_at == 0
    await desk.read()
    view = (await desk.look()).view
    assert [note.title for note in view.notes] == ["Coffee", "Café"]
    reasons = {Path(one.path).name: one.reason for one in view.troubles()}
    assert set(reasons) == {"binary.md", "huge.md", "latin.md", "out.md"}
    assert "binary" in reasons["binary.md"]
    assert "5 MB" in reasons["huge.md"]
    assert "not valid UTF-8" in reasons["latin.md"]
    assert "leads out" in reasons["out.md"]
    assert view.index_bytes > 0
    assert (await desk.pulse()).built_at == view.built_at


async def test_a_search_finds_what_a_question_would(desk: KnowledgeDesk) -> None:
    found = await desk.search("Where is the coffee machine?")
    assert found.covered
    assert found.passages[0].note == "coffee.md"
    assert "coffee" in found.passages[0].why.terms


async def test_folders_are_added_and_removed(
    desk: KnowledgeDesk, folder: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "tea.md").write_text("# Tea\nGreen.\n")
    await desk.add_folder(str(more))
    await desk.add_folder(str(more))
    await desk.read()
    shelf = await desk.look()
    assert shelf.folders == (str(folder), str(more))
    assert "Tea" in {note.title for note in shelf.view.notes}
    await desk.remove_folder(str(folder))
    await desk.read()
    assert [note.title for note in (await desk.look()).view.notes] == ["Tea"]
    with pytest.raises(GhostPilotError, match="not a folder"):
        await desk.add_folder(str(tmp_path / "gone"))


async def encoding(desk: KnowledgeDesk) -> None:
    """Wait until the first new pieces are encoded."""
    while True:
        reading = (await desk.pulse()).reading
        if reading and reading[0]:
            return
        await asyncio.sleep(0.01)


async def test_a_long_reading_is_ended_and_begun_again(desk: KnowledgeDesk, folder: Path) -> None:
    for number in range(300):
        (folder / f"n{number}.md").write_text(f"# Note {number}\nParcel {number} is late.\n")

    async def stop_it() -> None:
        await encoding(desk)
        await desk.stop()

    ended, _ = await asyncio.gather(desk.read(), stop_it(), return_exceptions=True)
    assert isinstance(ended, GhostPilotError)
    assert "stopped" in ended.title
    assert (await desk.look()).view.notes == ()
    await desk.read(again=True)
    assert len((await desk.look()).view.notes) == 302


async def test_a_folder_that_is_gone_is_told(desk: KnowledgeDesk, plan: Plan) -> None:
    plan.settings = replace_values(plan.settings, {"notes.folders": ["/no/such/folder"]})
    with pytest.raises(GhostPilotError, match="/no/such/folder"):
        await desk.read()


@dataclass
class Index:
    """Notes that count how often they are read."""

    built_at: float = 0.0
    reading: Reading = field(default_factory=Reading)
    refreshed: int = 0

    async def refresh(self) -> None:
        self.refreshed += 1


@pytest.mark.parametrize(
    ("progress", "stopped", "again", "read"),
    [
        (None, False, False, 1),
        ((3, 9), False, False, 0),
        (None, True, False, 0),
        (None, True, True, 1),
    ],
)
async def test_what_is_being_read_or_was_stopped_is_not_read_once_more_unasked(
    progress: tuple[int, int] | None, stopped: bool, again: bool, read: int
) -> None:
    index = Index()
    index.reading.progress, index.reading.stopped = progress, stopped

    class AtHand:
        async def notes(self) -> Index:
            return index

    async def change(key: str, value: object) -> None:
        raise AssertionError

    await KnowledgeDesk(Plan(Settings()), AtHand(), change).read(again=again)
    assert index.refreshed == read

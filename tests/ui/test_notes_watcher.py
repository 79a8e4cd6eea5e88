"""A changed note is noticed, however an editor saves it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.retrieval.notes import DOCUMENTS, MARKDOWN, PLAIN
from app.ui import notes_watcher
from app.ui.notes_watcher import NOTES, NotesWatcher
from tests.recorded import until


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "runbooks").mkdir(parents=True)
    (folder / "runbooks" / "deploys.md").write_text("# Deploys\n")
    return folder


@pytest.fixture
async def told() -> list[list[Path]]:
    return []


@pytest.fixture
async def watcher(notes: Path, told: list[list[Path]]) -> AsyncIterator[NotesWatcher]:
    watcher = NotesWatcher([notes])
    watcher.changed.connect(told.append)
    await asyncio.sleep(0.3)
    yield watcher
    await watcher.aclose()


async def settled(told: list[list[Path]], count: int = 1) -> None:
    await until(lambda: len(told) >= count)


def test_every_kind_of_note_that_the_index_reads_is_watched() -> None:
    assert set(NOTES) == MARKDOWN | PLAIN | DOCUMENTS


@pytest.mark.parametrize("name", ["offer.docx", "paper.PDF", "todo.text", "old.mdown"])
async def test_any_kind_saved_in_place(notes: Path, told: list[list[Path]], name: str) -> None:
    (notes / name).write_bytes(b"one")
    watcher = NotesWatcher([notes])
    watcher.changed.connect(told.append)
    await asyncio.sleep(0.3)
    with (notes / name).open("r+b") as file:
        file.write(b"two")
    await settled(told)
    await watcher.aclose()


async def test_a_note_saved_in_place(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]]
) -> None:
    (notes / "runbooks" / "deploys.md").write_text("# Deploys\n\nMore.\n")
    await settled(told)
    assert told == [[notes]]


async def test_a_note_saved_by_rename_again_and_again(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]]
) -> None:
    for count in (1, 2, 3):
        new = notes / "runbooks" / ".deploys.md.new"
        new.write_text(f"# Deploys {count}\n")
        new.rename(notes / "runbooks" / "deploys.md")
        await settled(told, count)
        await asyncio.sleep(0.3)
    assert told == [[notes]] * 3


async def test_a_new_folder_and_a_note_in_it(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]]
) -> None:
    (notes / "product").mkdir()
    (notes / "product" / "faq.md").write_text("# FAQ\n")
    await settled(told)
    await asyncio.sleep(0.3)
    (notes / "product" / "faq.md").write_text("# FAQ\n\nMore.\n")
    await settled(told, 2)


async def test_a_deleted_note(watcher: NotesWatcher, notes: Path, told: list[list[Path]]) -> None:
    (notes / "runbooks" / "deploys.md").unlink()
    await settled(told)


async def test_a_burst_is_told_a_few_times_at_most(
    notes: Path, told: list[list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes_watcher, "_SETTLE_MS", 500)  # a busy machine writes with pauses
    monkeypatch.setattr(notes_watcher, "_LONGEST_MS", 2000)
    watcher = NotesWatcher([notes])
    watcher.changed.connect(told.append)
    await asyncio.sleep(0.3)
    for number in range(30):
        (notes / f"note{number}.md").write_text("words")
        await asyncio.sleep(0.01)
    await settled(told)
    await asyncio.sleep(0.7)
    assert 1 <= len(told) <= 5
    assert all(folders == [notes] for folders in told)
    await watcher.aclose()


async def test_a_folder_that_goes_and_comes_back(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]]
) -> None:
    shutil.rmtree(notes)
    await settled(told)
    await asyncio.sleep(0.3)
    os.mkdir(notes)
    await settled(told, 2)
    await asyncio.sleep(0.3)
    (notes / "new.md").write_text("# New\n")
    await settled(told, 3)


async def test_what_is_not_a_note_or_lies_elsewhere_is_quiet(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]], tmp_path: Path
) -> None:
    (tmp_path / "other.md").write_text("x")
    await asyncio.sleep(0.7)
    assert told == []


async def test_other_folders_can_be_watched_instead(
    watcher: NotesWatcher, notes: Path, told: list[list[Path]], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watcher.watch([other])
    await asyncio.sleep(0.3)
    (notes / "old.md").write_text("x")
    (other / "new.md").write_text("x")
    await settled(told)
    assert told == [[other]]

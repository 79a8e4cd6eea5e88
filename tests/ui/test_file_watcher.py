"""A file is followed through every way in which editors save."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.ui.file_watcher import FileWatcher
from tests.recorded import until


class Watched:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.changes = 0
        self.watcher = FileWatcher(file)
        self.watcher.changed.connect(self.count)

    def count(self) -> None:
        self.changes += 1

    async def told(self) -> None:
        """Wait until a change is told of."""
        before = self.changes
        await until(lambda: self.changes > before)


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    file = tmp_path / "settings.toml"
    file.write_text("a = 1\n")
    made = Watched(file)
    yield made
    made.watcher.close()


async def test_written_in_place(watched: Watched) -> None:
    watched.file.write_text("a = 2\n")
    await watched.told()


async def test_replaced_again_and_again(watched: Watched) -> None:
    for number in range(2):
        other = watched.file.with_suffix(".new")
        other.write_text(f"a = {number}\n")
        os.replace(other, watched.file)
        await watched.told()


async def test_made_for_the_first_time(watched: Watched, tmp_path: Path) -> None:
    watched.file.unlink()
    await watched.told()
    watched.file.write_text("a = 3\n")
    await watched.told()


async def test_a_closed_watcher_is_silent(watched: Watched) -> None:
    watched.watcher.close()
    watched.file.write_text("a = 4\n")
    await asyncio.sleep(0.4)
    assert watched.changes == 0


async def test_a_folder_that_comes_later_is_noticed(tmp_path: Path) -> None:
    late = Watched(tmp_path / "much" / "later" / "settings.toml")
    (tmp_path / "another.txt").write_text("of no concern")
    await asyncio.sleep(2.0)
    assert late.changes == 0
    late.file.parent.mkdir(parents=True)
    late.file.write_text("a = 1\n")
    await late.told()
    late.file.write_text("a = 2\n")
    await late.told()
    late.watcher.close()


async def test_a_folder_made_later_is_found(tmp_path: Path) -> None:
    made = Watched(tmp_path / "config" / "GhostPilot" / "settings.toml")
    made.file.parent.mkdir(parents=True)
    await made.told()
    made.file.write_text("a = 1\n")
    await made.told()
    made.file.write_text("a = 2\n")
    await made.told()
    made.watcher.close()

"""The user adds a notes folder, sees why files were left out, and searches it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtWidgets import QFileDialog

from app.core import settings
from app.core.events import Passages
from app.core.knowledge import KnowledgeView, NoteSummary, Skipped
from app.core.settings import Settings, replace_values
from app.core.tasks import cancel, spawn
from app.desks.knowledge import KnowledgeDesk
from app.desks.notes import NotesAtHand
from app.parts import Plan
from app.ui.knowledge_source import Pulse, Shelf
from app.ui.knowledge_tab import KnowledgeTab
from tests.recorded import until


@pytest.fixture
async def tab() -> AsyncIterator[KnowledgeTab]:
    plan = Plan(Settings())

    async def change(key: str, value: object) -> None:
        plan.settings = replace_values(plan.settings, {key: value})

    at_hand = NotesAtHand(plan)
    made = KnowledgeTab(KnowledgeDesk(plan, at_hand, change), settings.Overlay())
    made.resize(1280, 800)
    made.show()
    made.refresh()
    await until(lambda: made.notes.rowCount() == 10)
    yield made
    made.hide()
    await until(lambda: not made._beating)
    made.stop()
    await until(lambda: not made._tasks)
    await at_hand.aclose()


def cells(tab: KnowledgeTab) -> list[tuple[str, str]]:
    table = tab.left_out
    return [
        (Path(table.data(table.index(n, 1))).name, table.data(table.index(n, 0)))
        for n in range(table.rowCount())
    ]


async def test_a_folder_with_broken_files_says_why_each_is_not_found(
    tab: KnowledgeTab, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "good.md").write_text("# Tea\nGreen tea is in the blue tin.\n")
    (folder / "bad.md").write_bytes(b"a\0b")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    assert not tab.sidebar.remove.isEnabled()
    tab.sidebar.add.click()
    (dialog,) = tab.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    await until(lambda: tab.notes.rowCount() == 1)
    assert tab.sidebar.folders.item(0).text() == str(folder)
    assert cells(tab) == [
        ("bad.md", "binary, not text"),
        ("photo.png", "not a kind of note (.png)"),
    ]
    assert "1 files need a look" in tab.sidebar.figures.text()
    tab.search.setText("Where is the green tea?")
    await until(lambda: "blue tin" in tab.found.toPlainText())
    assert "Words that match: green, tea" in tab.found.toPlainText()
    opened: list[tuple[str, int]] = []
    tab.open_note_requested.connect(lambda path, line: opened.append((path, line)))
    tab.found.anchorClicked.emit(QUrl("0"))
    assert opened == [((folder / "good.md").as_posix(), 2)]
    tab.sidebar.folders.setCurrentRow(0)
    tab.sidebar.remove.click()
    await until(lambda: tab.notes.rowCount() == 10)
    assert tab.trouble == ""


async def test_new_files_are_seen_while_the_tab_is_open(tab: KnowledgeTab, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "one.md").write_text("# One\nFirst.\n")
    await tab._add(str(folder))
    assert tab.notes.rowCount() == 1
    (folder / "two.md").write_text("# Two\nSecond.\n")
    await until(tab.sidebar.again.isEnabled)
    tab.sidebar.again.click()
    await until(lambda: tab.notes.rowCount() == 2)
    (folder / "one.md").unlink()
    (folder / "two.md").unlink()
    await until(tab.sidebar.again.isEnabled)
    tab.sidebar.again.click()
    await until(lambda: "no notes" in tab.trouble)


@dataclass
class Big:
    """A base of 5,000 notes whose reading the test conducts."""

    reading: tuple[int, int] | None = None
    stopped: bool = False
    looks: int = 0
    built_at: float = 1.0
    notes: tuple[NoteSummary, ...] = field(
        default_factory=lambda: tuple(
            NoteSummary(f"n{n:04}.md", f"/n/n{n:04}.md", f"Note {n}", 3) for n in range(5_000)
        )
    )

    async def pulse(self) -> Pulse:
        return Pulse(self.reading, self.built_at)

    async def look(self) -> Shelf:
        self.looks += 1
        skipped = tuple(Skipped(f"/n/b{n}.md", "binary, not text") for n in range(2_000))
        view = KnowledgeView(("/n",), self.notes, skipped, 15_000, "e", self.built_at)
        return Shelf(view, ("/n",))

    async def read(self, *, again: bool = False) -> None:
        return None

    async def stop(self) -> None:
        self.stopped = True

    async def search(self, query: str) -> Passages:
        return Passages("", False, 1.0, ())

    async def add_folder(self, folder: str) -> None: ...

    async def remove_folder(self, folder: str) -> None: ...


async def test_a_long_reading_shows_its_progress_and_is_stopped_by_a_button() -> None:
    source = Big()
    tab = KnowledgeTab(source, settings.Overlay())
    tab.show()
    tab.refresh()
    await until(lambda: tab.notes.rowCount() == 5_000)
    assert tab.sidebar.progress.isHidden()
    source.reading = (120, 4_000)
    await until(lambda: not tab.sidebar.progress.isHidden())
    assert tab.sidebar.progress.text() == "120 of 4000 new pieces"
    assert not tab.sidebar.again.isEnabled()
    tab.sidebar.stop.click()
    await until(lambda: source.stopped)
    looks = source.looks
    source.reading, source.built_at = None, 2.0
    await until(lambda: source.looks > looks and tab.sidebar.progress.isHidden())
    tab.filter.setText("n0042")
    assert tab.notes.rowCount() == 1
    assert tab.left_out.rowCount() == 0
    tab.hide()
    await until(lambda: not tab._beating)


async def test_the_page_follows_the_theme() -> None:
    tab = KnowledgeTab(Big(), settings.Overlay())
    tab.apply_settings(settings.Overlay(theme="light"))
    assert "#4a5462" in tab.found.toHtml()


async def test_the_folders_are_named_while_they_are_read(qapp: object) -> None:
    class Slow:
        async def pulse(self) -> Pulse:
            return Pulse((3, 9), 0.0)

        async def look(self) -> Shelf:
            return Shelf(KnowledgeView(("/notes",)), ("/notes",))

        async def read(self, *, again: bool = False) -> None:
            await asyncio.get_running_loop().create_future()

    made = KnowledgeTab(Slow(), settings.Overlay())
    reading = spawn(made._read(), name="read")
    await until(lambda: made.sidebar.folders.count() == 1)
    assert made.sidebar.folders.item(0).text() == "/notes"
    assert "Notes (0)" in made._pages.tabText(1)
    await cancel(reading)

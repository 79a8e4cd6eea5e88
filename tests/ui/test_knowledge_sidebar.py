"""The side names the folders, tells how the index is, and says what the user wants of it."""

from __future__ import annotations

from PyQt6.QtWidgets import QFileDialog

from app.core.knowledge import KnowledgeView, NoteSummary
from app.ui.knowledge_sidebar import KnowledgeSidebar
from app.ui.knowledge_source import Shelf

NOTE = NoteSummary("a.md", "/notes/a.md", "A", 3)
VIEW = KnowledgeView(("/notes",), (NOTE,), (), 3, "small", 1.0, index_bytes=2048)


def wishes(side: KnowledgeSidebar) -> list[str]:
    told: list[str] = []
    side.add_wanted.connect(lambda folder: told.append(f"add {folder}"))
    side.remove_wanted.connect(lambda folder: told.append(f"remove {folder}"))
    side.again_wanted.connect(lambda: told.append("again"))
    side.stop_wanted.connect(lambda: told.append("stop"))
    return told


async def test_figures_tell_only_what_there_is_to_tell() -> None:
    side = KnowledgeSidebar()
    side.show_shelf(Shelf(KnowledgeView(()), ()))
    assert side.figures.text().splitlines() == ["0 notes in 0 pieces", "Not read yet"]
    assert side.folders.item(0).text() == "The sample notes"
    assert not side.remove.isEnabled()
    side.show_shelf(Shelf(VIEW, ("/notes",)))
    assert side.figures.text().startswith("1 notes in 3 pieces\nLast read")
    assert side.figures.text().endswith("Encoder small")
    assert "Index of 2" in side.figures.text()


async def test_the_buttons_say_what_the_user_wants() -> None:
    side = KnowledgeSidebar()
    told = wishes(side)
    side.show_shelf(Shelf(VIEW, ("/notes",)))
    side.again.click()
    side.show_progress((1, 4))
    side.stop.click()
    side.remove.click()
    side.add.click()
    (dialog,) = side.findChildren(QFileDialog)
    dialog.fileSelected.emit("/more")
    dialog.close()
    assert told == ["again", "stop", "remove /notes", "add /more"]


async def test_the_reading_is_shown_while_it_lasts() -> None:
    side = KnowledgeSidebar()
    side.show_progress((0, 0))
    assert side.progress.format() == "Reading the files…"
    side.show_progress((120, 4_000))
    assert side.progress.text() == "120 of 4000 new pieces"
    assert not side.again.isEnabled()
    side.show_progress(None)
    assert side.progress.isHidden()
    assert side.again.isEnabled()

"""A folder counts once notes were found in it, and every file left out has a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from app.core.sections import Notes
from app.core.settings import Settings
from app.desks.first_look import FirstLookDesk
from app.ui.first_run_notes import NotesPage
from tests.recorded import until
from tests.ui.walking import Remembered


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.md").write_text("# Deploys\n\nRun `ship rollback`.\n")
    (folder / "sub" / "broken.txt").write_bytes(b"\0\1\2")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


async def test_a_typed_path_is_looked_into_at_enter_and_used(notes: Path) -> None:
    settings = Remembered()
    page = NotesPage(FirstLookDesk(), settings)
    assert page.sample.isChecked()
    QTest.keyClicks(page.path, str(notes))
    QTest.keyClick(page.path, Qt.Key.Key_Return)
    await until(lambda: page.found.text().startswith("✓"))
    assert page.own.isChecked()
    assert page.found.text() == "✓ Notes read: 1. Passages to be found in them: 1."
    assert page.skipped.text().splitlines() == [
        "Not searched (2):",
        "picture.png: not a kind of note (.png)",
        "sub/broken.txt: binary, not text",
    ]
    assert settings.now.notes.folders == (str(notes),)


async def test_files_left_out_are_named_inside_a_folder_of_the_home(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(notes.parent))
    monkeypatch.setenv("USERPROFILE", str(notes.parent))
    page = NotesPage(FirstLookDesk(), Remembered())
    QTest.keyClicks(page.path, "~/notes")
    QTest.keyClick(page.path, Qt.Key.Key_Return)
    await until(lambda: page.found.text().startswith("✓"))
    assert "sub/broken.txt: binary, not text" in page.skipped.text().splitlines()


async def test_next_without_a_folder_of_ones_own_says_that_it_is_the_sample() -> None:
    settings = Remembered()
    page = NotesPage(FirstLookDesk(), settings)
    page.own.click()
    page.go_on()
    assert page.sample.isChecked()
    assert settings.now.notes.folders == ()


async def test_a_folder_without_notes_is_not_used(tmp_path: Path) -> None:
    settings = Remembered()
    page = NotesPage(FirstLookDesk(), settings)
    page.path.setText(str(tmp_path / "nowhere"))
    page.take()
    await until(lambda: page.trouble)
    assert "does not exist" in page.trouble
    assert page.found.text() == ""
    assert settings.changes == []


async def test_next_takes_a_path_that_was_only_typed(notes: Path) -> None:
    settings = Remembered()
    page = NotesPage(FirstLookDesk(), settings)
    QTest.keyClicks(page.path, str(notes))
    page.go_on()
    await until(lambda: settings.changes)
    assert settings.now.notes.folders == (str(notes),)


async def test_the_sample_can_be_taken_back(notes: Path) -> None:
    settings = Remembered(Settings(notes=Notes(folders=(str(notes),))))
    page = NotesPage(FirstLookDesk(), settings)
    page.entered()
    await until(lambda: page.found.text().startswith("✓"))
    page.sample.click()
    await until(lambda: settings.changes)
    assert settings.now.notes.folders == ()
    assert page.found.text() == ""


async def test_the_dialog_is_open_beside_the_program(notes: Path) -> None:
    settings = Remembered()
    page = NotesPage(FirstLookDesk(), settings)
    page.show()
    page.choose.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(notes))
    dialog.close()
    await until(lambda: settings.changes)
    assert page.path.text() == str(notes)
    page.hide()

"""Lists grow and shrink with keyboard or mouse, and hold each entry once."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from app.ui.list_controls import FileName, FolderList, TextList


@pytest.fixture(autouse=True)
def application(qapp: object) -> None:
    """Widgets need one."""


def test_entries_are_typed_and_taken_away() -> None:
    words = TextList()
    told: list[object] = []
    words.changed.connect(told.append)
    words.show_value(("a",))
    words.show()
    QTest.keyClicks(words.entry, " b ")
    QTest.keyClick(words.entry, Qt.Key.Key_Return)
    QTest.keyClicks(words.entry, "b")
    QTest.keyClick(words.entry, Qt.Key.Key_Return)
    assert (told, words.entry.text()) == ([("a", "b")], "")
    words.list.setCurrentRow(0)
    QTest.keyClick(words.list, Qt.Key.Key_Delete)
    words.list.setCurrentRow(0)
    words.remove.click()
    assert told[1:] == [("b",), ()]
    assert not words.list.isVisible()


def test_nothing_is_taken_away_where_nothing_is_chosen() -> None:
    words = TextList()
    words.show_value(("a",))
    words.list.setCurrentRow(-1)
    words.take_away()
    assert words.value() == ("a",)
    assert not words.remove.isEnabled()


def test_each_part_says_what_it_belongs_to() -> None:
    words = TextList()
    words.name("Words", "help")
    assert words.list.accessibleName() == "Words"
    assert words.add.accessibleName() == "Add to: Words"
    assert words.remove.accessibleName() == "Take away from: Words"


def test_a_folder_is_chosen_in_a_dialog() -> None:
    folders = FolderList()
    told: list[object] = []
    folders.changed.connect(told.append)
    folders.add.click()
    dialog = folders.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/home/me/notes")
    dialog.close()
    assert told == [("/home/me/notes",)]


def test_a_file_is_chosen_in_a_dialog() -> None:
    file = FileName()
    told: list[object] = []
    file.changed.connect(told.append)
    file.name("Recording", "")
    assert file.choose.accessibleName() == "Choose: Recording"
    file.choose.click()
    dialog = file.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/home/me/call.wav")
    dialog.close()
    assert told == ["/home/me/call.wav"]

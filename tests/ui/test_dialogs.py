"""A question is answered by its buttons, and closing it is a no."""

from __future__ import annotations

import asyncio

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.core.tasks import cancel, spawn
from app.ui.dialogs import agrees, ask_folder
from tests.ui.windows import the_shown


def asking() -> asyncio.Task[bool]:
    return spawn(agrees("Send?", "To a < b > host.", yes="Send", no="Do not send"), name="ask")


@pytest.mark.parametrize(("button", "answer"), [("Send", True), ("Do not send", False)])
async def test_a_button_answers(button: str, answer: bool) -> None:
    task = asking()
    box = await the_shown(QMessageBox)
    (chosen,) = [one for one in box.buttons() if one.text() == button]
    chosen.click()
    assert await task is answer


async def test_escape_and_return_are_a_no() -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        task = asking()
        QTest.keyClick(await the_shown(QMessageBox), key)
        assert await task is False


async def test_a_cancelled_question_goes_away() -> None:
    task = asking()
    box = await the_shown(QMessageBox)
    gone = asyncio.Event()
    box.destroyed.connect(gone.set)
    await cancel(task)
    await asyncio.wait_for(gone.wait(), 45)


async def test_a_folder_is_asked_for_and_told_when_it_is_chosen() -> None:
    page = QWidget()
    told: list[str] = []
    ask_folder(page, "Folder of notes", told.append)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.fileSelected.emit("/notes")
    dialog.close()
    assert told == ["/notes"]

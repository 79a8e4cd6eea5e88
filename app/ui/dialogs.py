"""Questions to the user as windows of their own, awaited without a nested loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

T = TypeVar("T")


async def agrees(
    title: str, text: str, *, yes: str, no: str, parent: QWidget | None = None
) -> bool:
    """Whether the user chose ``yes``; closing the window is ``no``, which is also the default."""
    box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse)
    box.setEscapeButton(refuse)
    return await answer_of(box, lambda _: box.clickedButton() is agree)


async def answer_of(dialog: QDialog, answer: Callable[[int], T]) -> T:
    """Show a dialog and wait for what ``answer`` makes of its result.

    Who is cancelled meanwhile takes the dialog off the screen.
    """
    awaited: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def closed(result: int) -> None:
        if not awaited.done():
            awaited.set_result(answer(result))

    dialog.finished.connect(closed)
    dialog.open()
    try:
        return await awaited
    finally:
        if not awaited.done() or awaited.cancelled():
            dialog.close()


def ask_folder(
    parent: QWidget, title: str, chosen: Callable[[str], object], start: str = ""
) -> None:
    """Ask for a folder beside the running program; ``chosen`` is told its path."""
    dialog = QFileDialog(parent, title, start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()

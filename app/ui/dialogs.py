"""Questions to the user as windows of their own, awaited without a nested loop."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox, QWidget


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
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def closed() -> None:
        if not answer.done():
            answer.set_result(box.clickedButton() is agree)

    box.finished.connect(closed)
    box.open()
    try:
        return await answer
    finally:
        if not answer.done() or answer.cancelled():
            box.close()

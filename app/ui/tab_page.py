"""A page of the window beside the overlay: sets its desk to work and says what went wrong."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn


class TabPage(QWidget):
    """What the tabs share. Place ``trouble_line`` where the words are to appear."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.trouble_line = QLabel(self)
        self.trouble_line.setObjectName("trouble")
        self.trouble_line.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble_line.setWordWrap(True)
        self.trouble_line.hide()

    @property
    def trouble(self) -> str:
        """What went wrong last; empty when nothing did."""
        return self.trouble_line.text() if not self.trouble_line.isHidden() else ""

    def do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start work in the background; an expected failure is shown on the page."""
        _run(self._told(work), work, name)

    def do_quietly(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """The same for what happens by itself: earlier words stay, a failure adds none."""
        _run(_untold(work), work, name)

    def tell(self, words: str) -> None:
        """Show what went wrong; an empty text takes it away."""
        self.trouble_line.setText(words)
        self.trouble_line.setVisible(bool(words))

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        self.tell("")
        try:
            await work
        except GhostPilotError as error:
            self.tell(str(error))


def _run(around: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None], name: str) -> None:
    # What is cancelled before its first step never begins the work, which must be closed then.
    spawn(around, name=name).add_done_callback(lambda task: work.close())


async def _untold(work: Coroutine[Any, Any, None]) -> None:
    # What the user asks for tells the same failure in words; a clock must not repeat it.
    with suppress(GhostPilotError):
        await work


def quiet_line(parent: QWidget) -> QLabel:
    """A line of smaller, dimmer text that may wrap."""
    label = QLabel(parent)
    label.setObjectName("quiet")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label

"""A page that sets its desk to work, and says in words what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.ui.plain_line import plain_line
from app.ui.told_words import error_words


class DeskPage(QWidget):
    """What pages with a desk share. Place ``trouble_line`` where the words are to appear."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._tasks: set[asyncio.Task[None]] = set()
        self.trouble_line = plain_line("trouble", parent=self)
        self.trouble_line.hide()

    @property
    def trouble(self) -> str:
        """What went wrong last; empty when nothing did."""
        return self.trouble_line.text() if not self.trouble_line.isHidden() else ""

    def do(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Start work in the background; an expected failure is shown on the page."""
        return self._spawn(self._told(work), work, name)

    def do_quietly(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """The same for what happens by itself: earlier words stay, a failure adds none."""
        self._spawn(_untold(work), work, name)

    def stop(self) -> None:
        """Give up what is going on."""
        for task in self._tasks:
            task.cancel()

    def tell(self, words: str) -> None:
        """Say what came of the work; an empty text takes earlier words away."""
        self.trouble_line.setText(words)
        self.trouble_line.setVisible(bool(words))

    def _spawn(
        self, around: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None], name: str
    ) -> asyncio.Task[None]:
        task = spawn(around, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # What is cancelled before its first step never begins the work, which must be closed then.
        task.add_done_callback(lambda _: work.close())
        return task

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        self.tell("")
        try:
            await work
        except GhostPilotError as error:
            self.tell(error_words(error))


async def _untold(work: Coroutine[Any, Any, None]) -> None:
    # What the user asks for tells the same failure in words; a clock must not repeat it.
    with suppress(GhostPilotError):
        await work

"""A tab of settings over a desk and a file, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PyQt6.QtWidgets import QLabel

from app.core.settings import Settings, value_of
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.ui.settings_tab import SettingsTab
from tests.recorded import until


class Running:
    """A tab over a desk and a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.plan = Plan(Settings(), config=file)
        self.desk = SettingsDesk(self.plan, lambda news: None)
        self.tab = SettingsTab(
            self.desk, extra=[("providers", "Providers", lambda: QLabel("here they are"))]
        )
        self.tab.resize(1100, 800)
        self.tab.show()

    async def until(self, key: str, value: object) -> None:
        await until(lambda: value_of(self.desk.now, key) == value)

    async def settled(self) -> None:
        await until(lambda: not self.tab._tasks)


@asynccontextmanager
async def running_tab(file: Path) -> AsyncIterator[Running]:
    """A tab that is shown, and stopped with its work done."""
    made = Running(file)
    yield made
    made.tab.stop()
    await made.settled()
    made.tab.close()
    made.tab.deleteLater()

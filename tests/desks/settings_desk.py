"""A desk of settings over a file, with all it told, for tests."""

from __future__ import annotations

from pathlib import Path

from app.core.events import Info, Problem
from app.core.settings import Provider, Settings
from app.desks.settings import SettingsDesk
from app.parts import Plan
from app.store.settings import load

LOCAL = Provider("local", "http://127.0.0.1:8080/v1", "any")


class Desk:
    """A desk over a file, with all it told."""

    def __init__(self, file: Path, text: str = "") -> None:
        if text:
            file.write_text(text)
        self.file = file
        self.told: list[Info | Problem] = []
        known = load(file) if text else Settings()
        self.plan = Plan(known, config=file)
        self.it = SettingsDesk(self.plan, self.told.append)
        self.changes: list[tuple[Settings, Settings]] = []
        self.it.on_change(lambda before, now: self.changes.append((before, now)))

    @property
    def titles(self) -> list[str]:
        return [one.title if isinstance(one, Problem) else one.note for one in self.told]

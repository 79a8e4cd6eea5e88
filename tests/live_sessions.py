"""A live session for tests, with what it told, on silence and scripted recognisers."""

from __future__ import annotations

import contextlib
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.asr.scripted import Line, ScriptedEngine
from app.core.errors import GhostPilotError
from app.core.events import Answer, Event, Transcript
from app.core.settings import Settings, replace_values
from app.parts import Plan
from app.session import LiveSession
from tests.recorded import until


def silence(path: Path) -> str:
    """Write twenty seconds of silence as a recorded call; returns the path as settings want it."""
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(64_000 * 20))
    return str(path)


def scripted_recognisers(monkeypatch: pytest.MonkeyPatch) -> list[ScriptedEngine]:
    """Every recogniser that was built; each hears one sentence, the second says which."""
    built: list[ScriptedEngine] = []

    @contextlib.asynccontextmanager
    async def open_engine(settings: Settings, **rest: object) -> AsyncIterator[ScriptedEngine]:
        if settings.speech.language == "xx":
            raise GhostPilotError("No recogniser knows xx", next_step="Choose another.")
        number = len(built) + 1
        line = Line("them", f"Sentence {number}.", number / 100, number / 50)
        built.append(ScriptedEngine([line]))
        yield built[-1]

    monkeypatch.setattr("app.session_parts.open_engine", open_engine)
    return built


class Running:
    """A session with what it told."""

    def __init__(self, plan: Plan, session: LiveSession, events: list[Event]) -> None:
        self.plan, self.session, self.events = plan, session, events

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, kind: type, count: int) -> None:
        await until(lambda: len(self.of(kind)) >= count)

    async def heard(self, text: str) -> None:
        await until(lambda: text in [heard.text for heard in self.of(Transcript)])

    async def ask(self, text: str) -> None:
        before = len(self.of(Answer))
        self.session.pipeline.ask_typed(text)
        await self.until(Answer, before + 1)

    async def follow(self, changes: dict[str, object]) -> None:
        before = self.plan.settings
        wanted = replace_values(before, changes)
        await self.session.follow(before, wanted)
        self.plan.settings = wanted


def recorded(home: Path) -> list[Path]:
    return sorted((home / "sessions").glob("*.gpcast"))

"""A session is asked again as the command does, and is left whole wherever it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.settings import Settings
from app.core.tasks import spawn
from app.core.trace import broken_rules
from app.desks import reruns
from app.desks.sessions import SessionDesk
from app.llm.scripted import ScriptedNarrator
from app.parts import Plan
from app.store.sessions import read_session
from app.store.turns import turns
from app.ui.sessions_source import Wish
from tests.recorded import QUESTIONS, conversation, record
from tests.session_samples import passage


@pytest.fixture
async def desk(private_home: Path) -> AsyncIterator[SessionDesk]:
    made = SessionDesk(Plan(Settings()))
    yield made
    await made.aclose()


class Notes:
    async def search(self, query: str, *, question: str = "", top: int = 4) -> Any:
        from app.core.events import Passages

        return Passages(question, True, 1.0, (passage(),))


@asynccontextmanager
async def notes(*_: object) -> AsyncIterator[Notes]:
    yield Notes()


@asynccontextmanager
async def narrator(*_: object) -> AsyncIterator[ScriptedNarrator]:
    made = ScriptedNarrator()
    yield made
    await made.aclose()


@asynccontextmanager
async def slow_narrator(*_: object) -> AsyncIterator[ScriptedNarrator]:
    yield ScriptedNarrator(pause=0.01)


@pytest.mark.parametrize("stop_after", [20, 3])
async def test_a_rerun_stops_between_turns_and_leaves_whole_ones(
    desk: SessionDesk, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    monkeypatch.setattr(reruns, "open_notes", notes)
    monkeypatch.setattr(reruns, "narrator_of", narrator)
    old = record(conversation([f"What is plan {n}?" for n in range(20)])).name
    seen: list[tuple[int, int]] = []
    new = await desk.rerun(
        old, Wish(), lambda done, total: seen.append((done, total)), lambda: len(seen) >= stop_after
    )
    session = read_session(paths.sessions() / new)
    assert seen == [(n, 20) for n in range(1, stop_after + 1)]
    assert session.header.linked == old
    assert session.ended == ("closed" if stop_after == 20 else "cancelled")
    assert [turn.ended for turn in turns(session)] == ["complete"] * stop_after
    assert broken_rules(session.events) == []
    assert len(await desk.compare(old, new)) == 20


async def test_the_end_of_the_program_lets_a_rerun_finish_its_turn(
    private_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reruns, "open_notes", notes)
    monkeypatch.setattr(reruns, "narrator_of", slow_narrator)
    desk = SessionDesk(Plan(Settings()))
    old = record(conversation([f"What is plan {n}?" for n in range(20)])).name
    begun = asyncio.Event()
    running = spawn(desk.rerun(old, Wish(), lambda *_: begun.set(), lambda: False), name="rerun")
    await begun.wait()
    await desk.aclose()
    session = read_session(paths.sessions() / await running)
    assert session.ended == "cancelled"
    assert 1 <= len(turns(session)) < 20
    assert {turn.ended for turn in turns(session)} == {"complete"}


async def test_a_session_without_questions_is_not_asked_again(desk: SessionDesk) -> None:
    name = record(conversation([])).name
    with pytest.raises(GhostPilotError, match="no question"):
        await desk.rerun(name, Wish(), lambda *_: None, lambda: False)


async def test_a_rerun_with_other_notes_and_another_mode_is_recorded_as_such(
    desk: SessionDesk, tmp_path: Path
) -> None:
    old = record(conversation(QUESTIONS[:1])).name
    (tmp_path / "deploys.md").write_text("# Deploys\n\nRoll back a deploy with one button.\n")
    wish = Wish(mode="support", notes=str(tmp_path))
    new = await desk.rerun(old, wish, lambda *_: None, lambda: False)
    session = read_session(paths.sessions() / new)
    assert (session.header.mode, session.ended) == ("support", "closed")
    (turn,) = turns(session)
    assert turn.passages is not None
    assert [p.note for p in turn.passages.passages] == ["deploys.md"]
    assert (await desk.choices()).mode == "meeting"
    with pytest.raises(GhostPilotError, match="There is no provider nobody"):
        await desk.rerun(old, Wish(provider="nobody"), lambda *_: None, lambda: False)

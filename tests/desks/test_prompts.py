"""Prompts are listed with their state, previewed as they are sent, saved and restored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Settings, replace_values
from app.desks.notes import NotesAtHand
from app.desks.prompts import PromptDesk
from app.parts import Plan

TALK = "---\ntitle: Talk\nmodes: meeting\n---\nSay it shortly.\n"
QUESTION = "Where is the coffee machine? Ask ann@example.com"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PromptDesk]:
    for name in ("shipped", "notes"):
        (tmp_path / name).mkdir()
    (tmp_path / "shipped" / "talk.md").write_text(TALK)
    (tmp_path / "notes" / "a.md").write_text("# Coffee\nThe machine is on the second floor.\n")
    settings = replace_values(
        Settings(),
        {
            "notes.folders": [str(tmp_path / "notes")],
            "answers.instructions": "Never mention Kafka.",
            "privacy.conceal": ["email"],
        },
    )
    plan = Plan(settings)
    at_hand = NotesAtHand(plan)
    yield PromptDesk(plan, at_hand, tmp_path / "shipped", tmp_path / "own")
    await at_hand.aclose()


async def test_the_state_of_each_prompt_is_told(desk: PromptDesk, tmp_path: Path) -> None:
    assert [(row.name, row.state) for row in await desk.prompts()] == [("talk", "shipped")]
    await desk.save("talk", TALK + "Be kind.\n")
    await desk.save("mine", "Help.")
    (tmp_path / "own" / "odd.md").write_text("---\ncolour: red\n---\nx")
    rows = {row.name: row for row in await desk.prompts()}
    states = {name: row.state for name, row in rows.items()}
    assert states == {"talk": "changed", "mine": "own", "odd": "own"}
    assert rows["talk"].uses == ("meeting",)
    assert "colour" in rows["odd"].trouble
    kept = await desk.text("talk")
    assert (kept.text, kept.shipped) == (TALK + "Be kind.\n", TALK)
    assert (tmp_path / "own" / "talk.md").stat().st_mode & 0o077 == 0
    await desk.restore("talk")
    assert (await desk.text("talk")).text == TALK


async def test_the_preview_is_what_a_provider_would_get(desk: PromptDesk) -> None:
    seen = await desk.preview("talk", TALK, QUESTION)
    assert [role for role, _ in seen.messages] == ["system", "user"]
    system, user = (text for _, text in seen.messages)
    assert system.startswith("Say it shortly.")
    assert "Never mention Kafka." in system
    assert "second floor" in user
    assert "ann@example.com" not in user, "what is hidden from providers is hidden here"
    assert seen.passages == 1
    assert seen.fits


async def test_a_broken_text_is_told_in_words(desk: PromptDesk) -> None:
    seen = await desk.preview("talk", "---\nlength: epic\n---\nx", QUESTION)
    assert "length" in seen.trouble
    assert "short, medium, long" in seen.trouble
    assert seen.messages == ()
    with pytest.raises(GhostPilotError):
        await desk.save("talk", "---\nlength: epic\n---\nx")
    with pytest.raises(GhostPilotError):
        await desk.save("../evil", "x")


async def test_without_a_question_there_is_nothing_to_preview(desk: PromptDesk) -> None:
    assert (await desk.preview("talk", TALK, " ")).messages == ()

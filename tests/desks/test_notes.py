"""All tabs look into one index, that of the session while there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.core.settings import Settings, replace_values
from app.desks.notes import NotesAtHand
from app.parts import Plan
from app.retrieval import make_retriever


def settings_with(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text("# Coffee\nThe machine is on the second floor.\n")
    return replace_values(Settings(), {"notes.folders": [str(folder)]})


async def test_without_a_session_one_index_is_made_and_kept(tmp_path: Path) -> None:
    at_hand = NotesAtHand(Plan(settings_with(tmp_path / "notes")))
    first = await at_hand.notes()
    assert await at_hand.notes() is first
    found = await first.search("Where is the coffee machine?")
    assert found.passages[0].note == "a.md"
    await at_hand.aclose()


async def test_the_index_of_a_running_session_is_used(tmp_path: Path) -> None:
    plan = Plan(settings_with(tmp_path / "notes"))
    at_hand = NotesAtHand(plan)
    await at_hand.notes()
    live = make_retriever(plan.settings.notes)
    plan.notes = live
    assert await at_hand.notes() is live
    await at_hand.aclose()
    assert (await live.load()).chunks == 1, "it is the session's to close"
    await live.aclose()


async def test_folders_the_session_does_not_have_yet_are_read_apart(tmp_path: Path) -> None:
    plan = Plan(settings_with(tmp_path / "old"))
    live = make_retriever(plan.settings.notes)
    plan = replace(plan, notes=live, settings=settings_with(tmp_path / "new"))
    at_hand = NotesAtHand(plan)
    other = await at_hand.notes()
    assert other is not live
    assert other.folders == (tmp_path / "new",)
    await at_hand.aclose()
    await live.aclose()

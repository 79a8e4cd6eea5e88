"""The list says what each prompt is, and tells only what the user chose."""

from __future__ import annotations

from app.ui.prompts_list import PromptsList, state_words
from app.ui.prompts_source import PromptRow
from app.ui.styles import PALETTES
from app.ui.two_lines import SNIPPET

SHIPPED = PromptRow("meeting", "Meeting", "shipped")
CHANGED = PromptRow("sales", "", "changed")
BROKEN = PromptRow("support", "Support", "changed", trouble="no front matter")


def shown(drafts: set[str]) -> tuple[PromptsList, list[str]]:
    made, told = PromptsList(PALETTES["dark"]), []
    made.chosen.connect(told.append)
    made.show_rows((SHIPPED, CHANGED, BROKEN), "sales", drafts)
    return made, told


def lines(made: PromptsList) -> list[tuple[str, str]]:
    items = [made.list.item(place) for place in range(made.list.count())]
    return [(item.text(), item.data(SNIPPET)) for item in items if item is not None]


async def test_each_prompt_has_its_title_and_its_state() -> None:
    made, _ = shown(set())
    assert lines(made) == [
        ("Meeting", "meeting"), ("sales", "Changed by you"), ("Support", "Cannot be used"),
    ]  # fmt: skip
    made.show_drafts({"meeting", "support"})
    assert [state for _, state in lines(made)] == [
        "Not saved yet", "Changed by you", "Not saved yet",
    ]  # fmt: skip


async def test_only_what_the_user_chose_is_told() -> None:
    made, told = shown(set())
    assert made.list.currentRow() == 1
    made.go_to("support")
    assert (made.list.currentRow(), told) == (2, [])
    made.list.setCurrentRow(0)
    assert told == ["meeting"]


async def test_a_shipped_prompt_is_called_one() -> None:
    assert state_words(SHIPPED, draft=False) == "As it came with the program"
    assert state_words(PromptRow("own", "", "own"), draft=False) == "Yours"

"""Prompt files are read, chosen, edited and restored; a broken one never silences an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.paths import shipped
from app.core.sections import MODES
from app.store.prompts import PromptFolder, parse_prompt

SHIPPED = "---\ntitle: Talk\nmodes: meeting\n---\nSay it shortly.\n"


@pytest.fixture
def folder(tmp_path: Path) -> PromptFolder:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "talk.md").write_text(SHIPPED)
    return PromptFolder(tmp_path / "shipped", tmp_path / "own")


def test_every_shipped_prompt_is_sound_and_every_mode_has_one() -> None:
    prompts = PromptFolder(shipped("prompts"), Path("nowhere")).read()
    assert not [prompt.warning for prompt in prompts if prompt.warning]
    assert {mode for prompt in prompts for mode in prompt.modes} == set(MODES)


def test_front_matter_is_read() -> None:
    prompt = parse_prompt(
        "p",
        "---\ntitle: 'A: b'\nkinds: [technical, factual]\nmodel: openai:gpt\ntemperature: 0.5\n"
        "max tokens: 90\nlanguage: German\nlength: short\n# a comment\n---\nBody\n---\nmore\n",
    )
    assert (prompt.title, prompt.kinds) == ("A: b", ("technical", "factual"))
    assert (prompt.model, prompt.temperature, prompt.max_tokens) == ("openai:gpt", 0.5, 90)
    assert (prompt.language, prompt.length) == ("German", "short")
    assert prompt.text == "Body\n---\nmore"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: x\nno end", "no closing"),
        ("---\nrubbish\n---\nx", "no colon"),
        ("---\ncolour: red\n---\nx", "colour"),
        ("---\nkinds: rude\n---\nx", "rude"),
        ("---\ntemperature: hot\n---\nx", "temperature"),
        ("---\ntemperature: 9\n---\nx", "from 0.0 to 2.0"),
        ("---\nlength: epic\n---\nx", "epic"),
        ("---\ntitle: x\n---\n  \n", "no text"),
    ],
)
def test_a_broken_prompt_is_told_by_name_and_cause(text: str, why: str) -> None:
    with pytest.raises(GhostPilotError) as caught:
        parse_prompt("mine", text)
    assert "mine" in str(caught.value)
    assert why in str(caught.value)


async def test_an_edit_counts_at_the_next_question(folder: PromptFolder) -> None:
    before = await folder.prompt_for("meeting", "factual")
    folder.save("talk", "Say it at length.")
    after = await folder.prompt_for("meeting", "factual")
    assert (before.text, after.text) == ("Say it shortly.", "Say it at length.")
    assert before.version != after.version
    assert after.own


async def test_a_broken_own_prompt_leaves_the_shipped_one_with_a_warning(
    folder: PromptFolder, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "talk.md").write_bytes(b"\xff\xfe broken")
    prompt = await folder.prompt_for("meeting", "factual")
    assert prompt.text == "Say it shortly."
    assert "talk.md" in prompt.warning


async def test_a_broken_new_prompt_is_told_with_the_one_that_is_used(
    folder: PromptFolder, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.md").write_text("---\ncolour: red\n---\nHelp.")
    prompt = await folder.prompt_for("meeting", "factual")
    assert prompt.text == "Say it shortly."
    assert "mine" in prompt.warning
    assert "colour" in prompt.warning
    (tmp_path / "own" / "talk.md").write_text("---\nrubbish")
    both = (await folder.prompt_for("meeting", "factual")).warning
    assert "mine" in both
    assert "talk" in both


async def test_among_equals_the_users_own_prompt_wins(folder: PromptFolder) -> None:
    folder.save("zz-mine", "---\nmodes: meeting\n---\nMine.")
    assert (await folder.prompt_for("meeting", "factual")).text == "Mine."
    folder.save("zz-mine", "Mine for everything.")
    assert (await folder.prompt_for("meeting", "factual")).text == "Say it shortly."


def test_saving_a_broken_prompt_changes_nothing(folder: PromptFolder) -> None:
    with pytest.raises(GhostPilotError):
        folder.save("talk", "---\nrubbish")
    assert folder.text("talk") == SHIPPED


def test_restore_and_difference(folder: PromptFolder) -> None:
    assert folder.difference("talk") == ""
    folder.save("talk", SHIPPED + "Be kind.\n")
    assert "+Be kind." in folder.difference("talk")
    folder.restore("talk")
    assert folder.text("talk") == SHIPPED


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden"])
def test_a_prompt_cannot_leave_its_folder(folder: PromptFolder, name: str) -> None:
    with pytest.raises(GhostPilotError):
        folder.save(name, "text")

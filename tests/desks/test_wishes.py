"""A wish changes only what it names, and names only what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.settings import Provider, Settings
from app.desks.wishes import choices, notes_of, prompt_with, settings_with
from app.ui.sessions_source import Wish

LOCAL = Provider("local", "http://127.0.0.1:1/v1", "small")
CLOUD = Provider("cloud", "https://example.com/v1", "large")
BOTH = Settings(providers=(LOCAL, CLOUD))


def test_no_wish_changes_nothing() -> None:
    assert settings_with(BOTH, Wish()) == BOTH


def test_a_provider_is_asked_alone_with_the_model_named() -> None:
    (only,) = settings_with(BOTH, Wish(provider="cloud", model="larger")).providers
    assert (only.name, only.model) == ("cloud", "larger")
    (first,) = settings_with(BOTH, Wish(model="tiny")).providers
    assert (first.name, first.model) == ("local", "tiny")
    assert settings_with(BOTH, Wish(mode="support")).answers.mode == "support"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(provider="nobody"), "There is no provider nobody: the settings have local, cloud"),
        (Wish(mode="party"), "There is no kind of conversation 'party'"),
    ],
)
def test_what_is_not_there_is_named(wish: Wish, sentence: str) -> None:
    with pytest.raises(GhostPilotError, match=sentence):
        settings_with(BOTH, wish)
    with pytest.raises(GhostPilotError, match="no provider to ask"):
        settings_with(Settings(), Wish(model="tiny"))


async def test_one_prompt_serves_every_question(private_home: Path) -> None:
    prompt_for = await prompt_with(Wish(prompt="support"))
    assert {(await prompt_for(mode, "technical")).id for mode in ("meeting", "incident")} == {
        "support"
    }
    assert (await (await prompt_with(Wish()))("meeting", "smalltalk")).id == "smalltalk"
    with pytest.raises(GhostPilotError, match="There is no prompt none: there are"):
        await prompt_with(Wish(prompt="none"))


async def test_a_prompt_does_not_override_the_model_wished_for(private_home: Path) -> None:
    own = paths.private_folder(paths.prompts()) / "support.md"
    own.write_text("---\ntitle: Mine\nmodel: cloud\n---\nHelp.\n", encoding="utf-8")
    assert (await (await prompt_with(Wish(prompt="support")))("meeting", "technical")).model
    wished = await prompt_with(Wish(prompt="support", provider="local"))
    assert (await wished("meeting", "technical")).model == ""


def test_notes_come_from_a_folder_that_is_there(tmp_path: Path) -> None:
    assert notes_of(Wish(), tmp_path) == tmp_path
    assert notes_of(Wish(notes=str(tmp_path)), None) == tmp_path
    with pytest.raises(GhostPilotError, match="There is no notes folder"):
        notes_of(Wish(notes=str(tmp_path / "none")))


def test_what_there_is_to_choose_from(private_home: Path) -> None:
    there = choices(BOTH, Path("/notes"))
    assert there.providers == (("local", "small"), ("cloud", "large"))
    assert ("support" in dict(there.prompts)) and there.mode == "meeting"
    assert there.notes == str(Path("/notes"))

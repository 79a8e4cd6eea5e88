"""A settings file that is edited by hand or by a newer version while the program runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Settings
from app.desks.settings_news import in_one
from app.store.settings import load
from tests.desks.settings_desk import Desk


async def test_a_file_edited_by_hand_is_taken_over(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    desk.file.write_text('# mine\n[overlay]\ntheme = "contrast"\nfont_size = 20\n')
    await desk.it.reread()
    assert (desk.it.now.overlay.theme, desk.it.now.overlay.font_size) == ("contrast", 20)
    assert desk.titles == ["Taken over from the settings file: Theme, Text size"]
    await desk.it.reread()
    assert len(desk.told) == 1


async def test_an_edit_nobody_noticed_is_merged_when_the_program_writes(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    desk.file.write_text('# mine\n[overlay]\ntheme = "light"\nwidth = 700\n')
    await desk.it.change({"overlay.font_size": 20})
    assert (desk.it.now.overlay.width, desk.it.now.overlay.font_size) == (700, 20)
    assert desk.titles == ["Taken over from the settings file: Width"]
    assert "# mine" in desk.file.read_text()


async def test_a_file_broken_while_the_program_runs_changes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    desk.file.write_text('[overlay]\ntheme = "light\n')
    await desk.it.reread()
    assert desk.it.now.overlay.theme == "light"
    assert "is not valid TOML" in desk.titles[0]
    await desk.it.change({"overlay.font_size": 20})
    assert (tmp_path / "settings.broken-1.toml").read_text() == '[overlay]\ntheme = "light\n'
    assert load(desk.file).overlay == dataclasses.replace(
        Settings().overlay, theme="light", font_size=20
    )


async def test_a_file_with_a_misfit_changes_nothing_until_it_is_right(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    desk.file.write_text('[overlay]\ntheme = "pink"\nwidth = 700\n')
    await desk.it.reread()
    assert desk.it.now.overlay.width == 560
    problem = desk.told[0]
    assert isinstance(problem, Problem)
    assert "line 2" in problem.detail
    desk.file.write_text('[overlay]\ntheme = "dark"\nwidth = 700\n')
    await desk.it.reread()
    assert desk.it.now.overlay.width == 700


async def test_a_file_put_right_ends_what_was_said_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    mended: list[bool] = []
    desk.it.mended = lambda: mended.append(True)
    await desk.it.begin()
    desk.file.write_text('[overlay]\ntheme = "pink"\n')
    await desk.it.reread()
    assert mended == []
    desk.file.write_text('[overlay]\ntheme = "dark"\n')
    await desk.it.reread()
    assert mended == [True]


async def test_what_the_file_asks_for_and_cannot_be_had_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')

    async def refuse(before: Settings, wanted: Settings) -> None:
        raise GhostPilotError("Another program holds this key")

    desk.it.on_try(refuse)
    await desk.it.begin()
    desk.file.write_text('[hotkeys]\npause = "Ctrl+F9"\n')
    await desk.it.reread()
    assert desk.titles == [
        "What the settings file says does not work: Another program holds this key"
    ]
    assert desk.it.now.hotkeys == Settings().hotkeys


async def test_a_file_that_is_deleted_takes_nothing_away(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    desk.file.unlink()
    await desk.it.reread()
    await desk.it.change({"overlay.font_size": 20})
    assert desk.it.now.overlay.theme == "light"
    assert load(desk.file) == desk.it.now


async def test_what_is_not_known_is_told_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    for width in (600, 700):
        desk.file.write_text(f"[overlay]\nwidth = {width}\nglow = 1\n")
        await desk.it.reread()
    assert desk.titles.count("The settings file knows more than this version") == 1


async def test_settings_of_a_newer_version_are_kept_and_told_in_one(tmp_path: Path) -> None:
    text = '[overlay]\nglow = 1\nsparkle = 2\ntheme = "light"\n'
    desk = Desk(tmp_path / "settings.toml")
    desk.file.write_text(text)
    problems: list[Problem] = []
    load(desk.file, report=problems.append)
    (told,) = in_one(problems, desk.file)
    assert told.title == "The settings file knows more than this version"
    assert told.detail.endswith("overlay.glow, overlay.sparkle")
    await desk.it.begin()
    await desk.it.change({"overlay.theme": "contrast"})
    assert desk.file.read_text() == text.replace("light", "contrast")


async def test_a_newer_version_written_while_running_is_told_of(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml")
    await desk.it.begin()
    desk.file.write_text('version = 99\n[overlay]\ntheme = "light"\n')
    await desk.it.reread()
    assert desk.it.now.overlay.theme == "light"
    assert ["is from a newer GhostPilot" in title for title in desk.titles] == [True, False]


async def test_a_file_of_a_newer_version_is_read_as_far_as_known_and_left_alone(
    tmp_path: Path,
) -> None:
    text = 'version = 99\n[overlay]\ntheme = "light"\nglow = 1\n'
    desk = Desk(tmp_path / "settings.toml")
    desk.file.write_text(text)
    wrong: list[Problem] = []
    settings = load(desk.file, report=lambda problem: None, misfit=wrong.append)
    assert settings.overlay.theme == "light"
    assert ["is from a newer GhostPilot" in problem.title for problem in wrong] == [True]

    await desk.it.change({"overlay.font_size": 20})
    await desk.it.change({"overlay.font_size": 21})
    assert desk.it.now.overlay.font_size == 21
    assert ["is from a newer GhostPilot" in title for title in desk.titles] == [True]
    assert desk.file.read_text() == text
    with pytest.raises(GhostPilotError, match="newer GhostPilot"):
        await desk.it.import_from(desk.file)

"""Settings change in one way: checked, applied, told, kept, and merged with hand-made edits."""

from __future__ import annotations

import asyncio
import dataclasses
import os
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.events import Info, Problem
from app.core.settings import Provider, Settings
from app.desks.settings import SettingsDesk
from app.desks.settings_news import in_one
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


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "settings.toml")


async def test_a_change_counts_is_told_and_kept(desk: Desk) -> None:
    assert desk.plan.change is not None
    await desk.plan.change({"overlay.theme": "light", "notes.folders": ("/a",)})
    assert desk.it.now.overlay.theme == "light"
    assert [now.overlay.theme for _, now in desk.changes] == ["light"]
    assert load(desk.file) == desk.it.now
    assert desk.told == []


async def test_a_value_that_does_not_fit_changes_nothing(desk: Desk) -> None:
    with pytest.raises(GhostPilotError, match="from 9 to 40"):
        await desk.it.change({"overlay.theme": "light", "overlay.font_size": 400})
    assert (desk.it.now, desk.changes, desk.file.exists()) == (Settings(), [], False)


async def test_the_same_value_again_is_no_change(desk: Desk) -> None:
    await desk.it.change({"overlay.theme": "dark"})
    assert (desk.changes, desk.file.exists()) == ([], False)


async def test_providers_change_like_settings(desk: Desk) -> None:
    await desk.it.change({}, providers=[LOCAL])
    assert desk.it.now.providers == (LOCAL,)
    assert load(desk.file).providers == (LOCAL,)
    await desk.it.change({}, providers=[])
    assert load(desk.file).providers == ()


async def test_a_refused_change_is_undone_everywhere(desk: Desk) -> None:
    done: list[tuple[str, str]] = []

    async def bind(before: Settings, wanted: Settings) -> None:
        done.append((before.speech.language, wanted.speech.language))

    async def refuse(before: Settings, wanted: Settings) -> None:
        raise GhostPilotError("No such recogniser")

    desk.it.on_try(bind)
    desk.it.on_try(refuse)
    with pytest.raises(GhostPilotError, match="No such recogniser"):
        await desk.it.change({"speech.language": "de"})
    assert done == [("en", "de"), ("de", "en")]
    assert (desk.it.now, desk.file.exists()) == (Settings(), False)


async def test_what_is_seen_at_once_does_not_wait_for_what_is_built(desk: Desk) -> None:
    building, ready = asyncio.Event(), asyncio.Event()

    async def build(before: Settings, wanted: Settings) -> None:
        building.set()
        await ready.wait()

    desk.it.on_try(build)
    slow = asyncio.ensure_future(desk.it.change({"speech.language": "de"}))
    await building.wait()
    await desk.it.change({"overlay.theme": "light"})
    assert desk.it.now.overlay.theme == "light"
    ready.set()
    await slow
    assert (desk.it.now.speech.language, desk.it.now.overlay.theme) == ("de", "light")
    assert load(desk.file) == desk.it.now


async def test_many_changes_at_once_are_all_kept(desk: Desk) -> None:
    await asyncio.gather(
        *(desk.it.change({"overlay.width": width}) for width in range(500, 520)),
        desk.it.change({"overlay.theme": "light"}),
    )
    assert load(desk.file) == desk.it.now


async def test_who_no_longer_listens_is_not_told(desk: Desk) -> None:
    heard: list[Settings] = []
    end = desk.it.on_change(lambda before, now: heard.append(now))
    end()
    await desk.it.change({"overlay.theme": "light"})
    assert heard == []


async def test_a_read_only_file_is_told_once_and_the_change_stays(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    desk.file.chmod(0o444)
    await desk.it.change({"overlay.theme": "contrast"})
    await desk.it.change({"overlay.font_size": 20})
    assert (desk.it.now.overlay.theme, desk.it.now.overlay.font_size) == ("contrast", 20)
    assert [title.endswith("is read-only") for title in desk.titles] == [True]
    assert load(desk.file).overlay.theme == "light"

    desk.file.chmod(0o600)
    await desk.it.change({"overlay.width": 700})
    assert load(desk.file) == desk.it.now


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


async def test_the_environment_wins_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "file")
    assert desk.it.overridden == {"audio.backend": "AUDIO_BACKEND"}
    with pytest.raises(GhostPilotError, match="AUDIO_BACKEND"):
        await desk.it.change({"audio.backend": "pulse"})


async def test_an_export_can_be_imported_and_holds_no_key(desk: Desk, tmp_path: Path) -> None:
    secret = "sk-this-is-a-secret-of-nobody-0000"
    await desk.it.change(
        {
            "answers.instructions": f"Never say {secret}.",
            "overlay.theme": "light",
            "privacy.agreed": ("a.example",),
        },
        providers=[LOCAL],
    )
    target = tmp_path / "export.toml"
    await desk.it.export_to(target)
    assert secret not in target.read_text()
    assert "a.example" not in target.read_text()
    assert os.stat(target).st_mode & 0o077 == 0

    other = Desk(tmp_path / "other.toml")
    assert await other.it.import_from(target) == 3
    assert other.it.now.overlay.theme == "light"
    assert other.it.now.providers == (LOCAL,)
    assert other.it.now.privacy.agreed == ()
    assert load(other.file) == other.it.now


async def test_an_import_changes_only_what_it_states(desk: Desk, tmp_path: Path) -> None:
    await desk.it.change({"overlay.theme": "light"})
    source = tmp_path / "some.toml"
    source.write_text(
        '[overlay]\nwidth = 700\n[privacy]\nagreed = ["evil.example"]\n[new]\nx = 1\n'
    )
    assert await desk.it.import_from(source) == 1
    assert (desk.it.now.overlay.theme, desk.it.now.overlay.width) == ("light", 700)
    assert desk.it.now.privacy.agreed == ()
    assert "new.x" in desk.told[0].detail


async def test_an_import_that_does_not_fit_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "some.toml"
    source.write_text('[overlay]\nwidth = 700\ntheme = "pink"\n')
    with pytest.raises(GhostPilotError, match=r"some\.toml, line 3"):
        await desk.it.import_from(source)
    assert desk.it.now == Settings()


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


async def test_what_is_not_known_is_told_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "settings.toml", '[overlay]\ntheme = "light"\n')
    await desk.it.begin()
    for width in (600, 700):
        desk.file.write_text(f"[overlay]\nwidth = {width}\nglow = 1\n")
        await desk.it.reread()
    assert desk.titles.count("The settings file knows more than this version") == 1

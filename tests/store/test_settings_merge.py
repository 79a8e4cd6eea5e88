"""Program and person may write the same settings file: nothing is lost, and both are told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.settings import Provider, Settings, replace_values
from app.store.settings import load, parse
from app.store.settings_merge import Merged, export_text, keep_aside, merge

BEFORE = '[overlay]\ntheme = "light"\nfont_size = 18\n'
EVERYTHING = ({"overlay.theme": "contrast", "overlay.font_size": 20}, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(BEFORE)
    return path


def change(file: Path, changes: dict[str, object], seen: str | None = BEFORE) -> Merged:
    return merge(file, changes, None, seen=seen, everything=EVERYTHING)


def test_what_a_person_wrote_meanwhile_stays(file: Path) -> None:
    file.write_text(BEFORE + "width = 700  # wider\n")
    merged = change(file, {"overlay.font_size": 22})
    assert merged.edited
    assert merged.news == []
    overlay = load(file).overlay
    assert (overlay.font_size, overlay.width, overlay.theme) == (22, 700, "light")
    assert "# wider" in merged.text == file.read_text()


def test_both_changing_one_setting_is_told_and_the_window_wins(file: Path) -> None:
    file.write_text(BEFORE.replace("18", "30"))
    merged = change(file, {"overlay.font_size": 22})
    assert [problem.title for problem in merged.news] == [
        "Changed here and in the settings file at once: Text size"
    ]
    assert load(file).overlay.font_size == 22


def test_the_same_wish_from_both_is_no_news(file: Path) -> None:
    file.write_text(BEFORE.replace("18", "22"))
    assert change(file, {"overlay.font_size": 22}).news == []


def test_an_untouched_file_is_not_edited(file: Path) -> None:
    merged = change(file, {"overlay.font_size": 22})
    assert (merged.edited, merged.news) == (False, [])


def test_a_broken_file_is_kept_aside_and_all_that_is_set_written_anew(file: Path) -> None:
    file.write_text("[overlay\nmine = 1\n")
    merged = change(file, {"overlay.font_size": 20})
    assert (file.parent / "settings.broken-1.toml").read_text() == "[overlay\nmine = 1\n"
    assert "settings.broken-1.toml" in merged.news[0].title
    assert str(file) in merged.news[0].next_step
    assert load(file).overlay.theme == "contrast"


def test_a_file_that_is_gone_is_written_anew(file: Path) -> None:
    file.unlink()
    change(file, {"overlay.font_size": 20})
    assert load(file).overlay.theme == "contrast"


def test_broken_files_are_never_written_over(file: Path) -> None:
    names = []
    for _ in range(3):
        file.write_text("[broken\n")
        names.append(keep_aside(file).name)
    assert names == [f"settings.broken-{number}.toml" for number in (1, 2, 3)]


def test_a_file_that_cannot_be_kept_aside_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="cannot be kept aside"):
        keep_aside(tmp_path / "none.toml")


def test_an_export_states_every_setting_but_those_left_out(tmp_path: Path) -> None:
    settings = replace_values(Settings(), {"privacy.agreed": ("a.example",), "notes.passages": 7})
    text = export_text(settings, leave_out={"privacy.agreed"})
    assert "agreed" not in tomllib.loads(text)["privacy"]
    back = parse(text, tmp_path)
    assert back == replace_values(settings, {"privacy.agreed": ()})


def test_providers_are_exported(tmp_path: Path) -> None:
    import dataclasses

    own = (Provider("one", "https://one.example/v1", "m", "ONE_KEY", vision=True),)
    settings = dataclasses.replace(Settings(), providers=own)
    assert parse(export_text(settings), tmp_path).providers == own

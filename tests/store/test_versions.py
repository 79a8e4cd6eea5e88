"""Settings of an older version are brought up and kept; those of a newer one are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tomlkit import TOMLDocument

from app.core.errors import GhostPilotError
from app.store.settings import load, save
from app.store.versions import VERSION, brought_up, kept_aside, version_of

OLD = """# mine
[answers]
patience = 20   # seconds
mode = "support"
"""


def rename_patience(document: TOMLDocument) -> None:
    answers = document["answers"]
    answers["chain_s"] = answers.pop("patience")  # type: ignore[index, union-attr] - a table


def to_milliseconds(document: TOMLDocument) -> None:
    document["answers"]["chain_s"] *= 1000  # type: ignore[index, operator] - a table


STEPS = {1: rename_patience, 2: to_milliseconds}


def test_every_step_is_taken_and_the_old_file_stays_beside_the_new(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(OLD)
    new = brought_up(OLD, file, steps=STEPS, version=3)
    assert new.startswith("version = 3\n# mine\n")
    assert "chain_s = 20000" in new
    assert 'mode = "support"' in new
    assert "patience" not in new
    assert file.read_text() == new
    aside = kept_aside(file, 1)
    assert aside.name == "settings.v1.toml"
    assert aside.read_text() == OLD
    assert aside.stat().st_mode & 0o077 == 0
    assert brought_up(new, file, steps=STEPS, version=3) == new, "a second time changes nothing"


def test_a_file_between_takes_only_the_steps_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    text = "version = 2\n[answers]\nchain_s = 5\n"
    file.write_text(text)
    assert "chain_s = 5000" in brought_up(text, file, steps=STEPS, version=3)
    assert kept_aside(file, 2).read_text() == text


def test_where_nothing_can_be_written_the_new_form_still_counts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = tmp_path / "file" / "settings.toml"
    assert "chain_s" in brought_up(OLD, file, steps=STEPS, version=3)


def test_a_file_of_a_newer_version_is_refused_and_never_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    text = f"version = {VERSION + 1}\n[overlay]\nhalo = true\n"
    file.write_text(text)
    for attempt in (lambda: load(file), lambda: save({"overlay.theme": "light"}, path=file)):
        with pytest.raises(GhostPilotError) as caught:
            attempt()
        assert "newer GhostPilot" in str(caught.value)
        assert f"version {VERSION + 1}" in str(caught.value)
        assert file.read_text() == text


def test_new_files_state_the_version_and_old_ones_need_none(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save({"overlay.theme": "light"}, path=file)
    assert version_of(file.read_text(), file) == VERSION
    assert file.read_text().startswith(f"version = {VERSION}\n")
    assert load(file, report=pytest.fail).overlay.theme == "light"
    file.write_text('[overlay]\ntheme = "contrast"\n')
    assert load(file, report=pytest.fail).overlay.theme == "contrast"


@pytest.mark.parametrize("stated", ['"one"', "0", "1.5", "true"])
def test_a_version_that_is_no_number_is_told(tmp_path: Path, stated: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"version = {stated}\n")
    with pytest.raises(GhostPilotError, match="states the version"):
        load(file)

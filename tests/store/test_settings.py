"""The settings file is read strictly, reported on precisely and changed with care."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.settings import Provider, Settings
from app.store.settings import load, overridden, save, stated
from tests.store.settings_file import EXAMPLE, refused


def test_without_a_file_every_setting_has_its_default() -> None:
    assert load() == Settings()


def test_values_and_providers_come_from_the_file(file: Path) -> None:
    settings = load(file)
    assert (settings.overlay.theme, settings.overlay.font_size) == ("light", 18)
    assert settings.providers == (
        Provider("local", "http://127.0.0.1:8080/v1", "any", "LOCAL_KEY", 8192, idle_s=8.0),
    )


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"none\.toml does not exist"):
        load(tmp_path / "none.toml")


def test_broken_toml_names_file_and_line(file: Path) -> None:
    assert "line 2" in str(refused(file, "[overlay]\ntheme = light\n"))


def test_a_value_that_does_not_fit_names_file_line_and_what_fits(file: Path) -> None:
    error = refused(file, "[audio]\nthem = true\n\n[overlay]\n# size\nfont_size = 400\n")
    assert "line 6" in str(error)
    assert "from 9 to 40" in str(error)


def test_unknown_keys_are_reported_and_do_no_harm(file: Path) -> None:
    file.write_text('speed = 1\n[overlay]\ncolour = "red"\ntheme = "light"\n[music]\nloud = true\n')
    found: list[Problem] = []
    settings = load(file, report=found.append)
    assert settings.overlay.theme == "light"
    assert [problem.title for problem in found] == [
        "There is no setting speed",
        "There is no setting overlay.colour",
        "There is no setting music.loud",
    ]
    assert [problem.detail.rsplit(" ", 1)[1] for problem in found] == ["1", "3", "6"]


@pytest.mark.expects_log
def test_unknown_keys_are_logged_where_nobody_listens(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.write_text("[overlay]\ncolour = 1\n")
    load(file)
    assert "There is no setting overlay.colour" in caplog.text


def test_an_environment_variable_overrides_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "file")
    assert load(file).audio.backend == "file"


def test_a_wrong_environment_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "gramophone")
    with pytest.raises(GhostPilotError, match=r"AUDIO_BACKEND.*gramophone"):
        load()


def test_a_file_that_is_not_utf8_is_named(file: Path) -> None:
    file.write_bytes(b"[overlay]\ntheme = '\xff'\n")
    with pytest.raises(GhostPilotError, match="not a text in UTF-8"):
        load(file)


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(GhostPilotError, match="cannot be read"):
        load(tmp_path)


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode())
    assert load(file).overlay.font_size == 18


def test_saving_changes_only_what_changed(file: Path) -> None:
    save({"overlay.font_size": 20, "notes.folders": ("/home/me/notes",)}, path=file)
    text = file.read_text()
    assert "# my settings" in text
    assert "# easier on the eyes" in text
    assert "font_size = 20" in text
    settings = load(file)
    assert settings.notes.folders == ("/home/me/notes",)
    assert len(settings.providers) == 1


def test_saving_makes_a_file_only_its_owner_may_read(private_home: Path) -> None:
    save({"overlay.theme": "contrast"})
    file = paths.settings_file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load().overlay.theme == "contrast"
    assert os.listdir(file.parent) == ["settings.toml"]


def test_a_value_that_does_not_fit_is_not_saved(file: Path) -> None:
    with pytest.raises(GhostPilotError, match=r"overlay\.font_size"):
        save({"overlay.font_size": 4000}, path=file)
    assert file.read_text() == EXAMPLE


def test_a_broken_file_is_not_overwritten(file: Path) -> None:
    file.write_text("[overlay\n")
    with pytest.raises(GhostPilotError, match="cannot be changed"):
        save({"overlay.font_size": 20}, path=file)
    assert file.read_text() == "[overlay\n"


def test_what_is_wrong_can_be_told_and_the_rest_counts(file: Path) -> None:
    file.write_text(
        '[overlay]\nfont_size = 400\ntheme = "light"\n'
        '[[providers]]\nname = "a"\n[[providers]]\nname = "b"\nbase_url = "http://x"\nmodel = "m"\n'
    )
    told: list[Problem] = []
    settings = load(file, misfit=told.append)
    assert (settings.overlay.theme, settings.overlay.font_size) == ("light", 15)
    assert [provider.name for provider in settings.providers] == ["b"]
    assert ["line 2" in told[0].detail, "line 4" in told[1].detail] == [True, True]


def test_lines_that_are_not_toml_are_left_out(file: Path) -> None:
    file.write_text("[overlay]\ntheme = light\nfont_size = 20\n[storage]\nrecord = false\n[[\n")
    told: list[Problem] = []
    settings = load(file, misfit=told.append)
    assert (settings.overlay.font_size, settings.storage.record) == (20, False)
    assert ["line 2" in problem.detail for problem in told] == [True]


def test_a_text_broken_beyond_help_leaves_the_defaults(file: Path) -> None:
    file.write_text("[[[\n" * 50)
    told: list[Problem] = []
    assert load(file, misfit=told.append) == Settings()
    assert len(told) == 1


def test_a_read_only_file_is_not_replaced(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(GhostPilotError, match="read-only"):
        save({"overlay.font_size": 20}, path=file)
    assert file.read_text() == EXAMPLE


def test_what_a_text_states_is_known(file: Path) -> None:
    assert stated(EXAMPLE) == {"overlay.theme", "overlay.font_size", "providers"}


def test_settings_decided_by_the_environment_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIO_BACKEND", "file")
    assert overridden() == {"audio.backend": "AUDIO_BACKEND"}

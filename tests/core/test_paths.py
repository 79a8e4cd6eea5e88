"""Files are found and folders made in one place, and a folder that cannot be made is named."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.core import paths
from app.core.errors import GhostPilotError


def test_shipped_files_are_found_in_the_source_tree() -> None:
    assert (paths.shipped("assets") / "demo" / "call.wav").is_file()


def test_a_missing_shipped_file_says_what_to_install() -> None:
    with pytest.raises(GhostPilotError) as caught:
        paths.shipped("no-such-thing")
    assert caught.value.exit_code == 3
    assert "no-such-thing" in str(caught.value)


def test_one_variable_moves_every_folder(private_home: Path) -> None:
    for folder in (paths.sessions(), paths.prompts(), paths.cache(), paths.settings_file()):
        assert private_home in folder.parents


def test_a_private_folder_is_only_for_its_owner(tmp_path: Path) -> None:
    folder = paths.private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way", encoding="utf-8")
    with pytest.raises(GhostPilotError) as caught:
        paths.private_folder(blocker / "sessions")
    assert os.fspath(blocker / "sessions") in str(caught.value)
    assert "GHOSTPILOT_HOME" in str(caught.value)

"""Installing the frozen folder for a user, and removing it: only the user's own data stays."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.platforms.autostart import APP_ID

LINUX = Path(__file__).parent.parent.parent / "packaging" / "linux"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with a frozen folder in it that stands for the real one."""
    folder = tmp_path / "ghost pilot"
    (folder / "share" / "applications").mkdir(parents=True)
    (folder / "share" / "icons" / "hicolor" / "16x16" / "apps").mkdir(parents=True)
    shutil.copy(LINUX / f"{APP_ID}.desktop", folder / "share" / "applications")
    (folder / "share" / "icons" / "hicolor" / "16x16" / "apps" / f"{APP_ID}.png").touch()
    program = folder / "ghostpilot"
    program.write_text('#!/bin/sh\necho ran $1 | tee -a "$HOME/asked"\n', encoding="utf-8")
    program.chmod(0o755)
    for name in ("install.sh", "uninstall.sh"):
        shutil.copy(LINUX / name, folder)
    return tmp_path


def run(home: Path, script: Path) -> str:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "TMPDIR": str(home)}
    done = subprocess.run(
        ["sh", str(script)], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_what_is_installed_runs_and_is_found_by_the_desktop(home: Path) -> None:
    run(home, home / "ghost pilot" / "install.sh")
    program = home / ".local" / "bin" / "ghostpilot"
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [program, "demo"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "ran demo\n"
    entry = home / ".local" / "share" / "applications" / f"{APP_ID}.desktop"
    assert f'Exec="{home}/.local/lib/ghostpilot/ghostpilot" run' in entry.read_text("utf-8")
    (home / "asked").unlink()
    run(home, home / "ghost pilot" / "install.sh")  # again, as an update does
    assert (home / "asked").read_text() == "ran quit\n"


def test_removing_it_leaves_the_users_data_and_says_where(home: Path) -> None:
    run(home, home / "ghost pilot" / "install.sh")
    data, settings = home / ".local/share/GhostPilot", home / ".config/GhostPilot"
    for folder in (data / "sessions", settings, home / ".cache/GhostPilot"):
        folder.mkdir(parents=True)
    (home / ".config" / "autostart").mkdir()
    (home / ".config" / "autostart" / f"{APP_ID}.desktop").touch()
    (home / f"ghostpilot-{getpass.getuser()}").mkdir()
    said = run(home, home / ".local" / "lib" / "ghostpilot" / "uninstall.sh")
    assert (home / "asked").read_text() == "ran quit\n", "one that runs would go on listening"
    (home / "asked").unlink()
    assert str(data) in said and str(settings) in said
    shutil.rmtree(home / "ghost pilot")
    (data / "sessions").rmdir()
    left = {path for path in home.rglob("*") if path.is_file() or not any(path.iterdir())}
    empty_already = {home / ".config" / "autostart", home / ".cache"}
    assert left == {data, settings} | empty_already

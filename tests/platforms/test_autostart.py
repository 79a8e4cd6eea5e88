"""Start at login on three systems: what is written, and that it starts this installation."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.errors import GhostPilotError
from app.core.host import System
from app.platforms import autostart
from app.platforms.autostart import LinuxAutostart, MacAutostart, WindowsAutostart


class Registry:
    """``winreg`` with one key of the current user."""

    KEY_READ, KEY_SET_VALUE, REG_SZ, HKEY_CURRENT_USER = 1, 2, 3, 4

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.opened: list[tuple[int, str]] = []

    @contextmanager
    def CreateKeyEx(self, root: int, path: str, reserved: int, access: int) -> Iterator[int]:
        self.opened.append((root, path))
        yield access

    def QueryValueEx(self, key: int, name: str) -> str:
        if name not in self.values:
            raise FileNotFoundError(2, "not found")
        return self.values[name]

    def SetValueEx(self, key: int, name: str, reserved: int, kind: int, value: str) -> None:
        assert (key, reserved, kind) == (self.KEY_SET_VALUE, 0, self.REG_SZ)
        self.values[name] = value

    def DeleteValue(self, key: int, name: str) -> None:
        if self.values.pop(name, None) is None:
            raise FileNotFoundError(2, "not found")


def test_linux_gets_a_desktop_entry(tmp_path: Path) -> None:
    LinuxAutostart(tmp_path).enable()
    (entry,) = tmp_path.iterdir()
    lines = entry.read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    command = next(line for line in lines if line.startswith("Exec="))
    assert command.endswith('"run"')


@pytest.mark.parametrize(
    ("part", "quoted"),
    [
        ("/usr/bin/python", '"/usr/bin/python"'),
        ("/home/me/my tools/python", '"/home/me/my tools/python"'),
        ("50%", '"50%%"'),
        ("$HOME", '"\\\\$HOME"'),
    ],
)
def test_a_desktop_entry_quotes_what_has_a_meaning_there(part: str, quoted: str) -> None:
    assert autostart._quote(part) == quoted


def test_macos_gets_a_launch_agent(tmp_path: Path) -> None:
    MacAutostart(tmp_path).enable()
    (agent,) = tmp_path.iterdir()
    content = plistlib.loads(agent.read_bytes())
    assert content["RunAtLoad"] is True
    assert content["ProgramArguments"] == autostart.launch_command()
    assert content["Label"] == agent.stem


def test_a_home_of_its_own_is_carried_to_the_next_login(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else another program with other settings would start, and ask everything again."""
    monkeypatch.setenv("GHOSTPILOT_HOME", str(tmp_path / "my data"))
    LinuxAutostart(tmp_path / "linux").enable()
    (entry,) = (tmp_path / "linux").iterdir()
    command = next(line for line in entry.read_text().splitlines() if line.startswith("Exec="))
    assert command.startswith(f'Exec="env" "GHOSTPILOT_HOME={tmp_path}/my data" ')
    MacAutostart(tmp_path / "mac").enable()
    (agent,) = (tmp_path / "mac").iterdir()
    carried = plistlib.loads(agent.read_bytes())["EnvironmentVariables"]
    assert carried == {"GHOSTPILOT_HOME": str(tmp_path / "my data")}


@pytest.mark.parametrize("system", ["linux", "macos"])
def test_a_settings_file_that_was_named_is_named_at_the_next_login(
    system: System, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    autostart.for_system(system, Path("mine.toml")).enable()
    (entry,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    text = entry.read_text()
    assert "--config" in text and str(tmp_path / "mine.toml") in text


def test_windows_names_the_settings_file_too() -> None:
    registry = Registry()
    WindowsAutostart(registry, ["--config", "mine.toml"]).enable()
    assert registry.values["GhostPilot"].endswith(" run --config mine.toml")


def test_without_one_nothing_is_carried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GHOSTPILOT_HOME", raising=False)
    LinuxAutostart(tmp_path).enable()
    (entry,) = tmp_path.iterdir()
    assert '"env"' not in entry.read_text()


def test_windows_gets_a_run_value() -> None:
    registry = Registry()
    started = WindowsAutostart(registry)
    assert not started.enabled()
    started.disable()
    started.enable()
    assert started.enabled()
    assert registry.values["GhostPilot"].endswith(" run")
    assert set(registry.opened) == {(4, r"Software\Microsoft\Windows\CurrentVersion\Run")}
    started.disable()
    assert not started.enabled()


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert autostart.launch_command() == [sys.executable, "run"]


def test_an_app_image_starts_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("APPIMAGE", "/home/me/GhostPilot.AppImage")
    assert autostart.launch_command() == ["/home/me/GhostPilot.AppImage", "run"]


def test_a_source_tree_starts_itself_and_no_installed_script() -> None:
    assert not autostart.installed()
    assert autostart.launch_command() == [sys.executable, "-m", "app", "run"]
    assert (autostart.working_folder() / "app" / "__main__.py").exists()


def test_a_source_tree_starts_from_any_folder(tmp_path: Path) -> None:
    command = autostart.launch_command(anywhere=True)
    assert command.pop() == "run"
    done = subprocess.run(
        [*command, "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=150
    )
    assert done.stdout.startswith("ghostpilot "), done.stderr


def test_an_installed_program_starts_by_its_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(autostart.package, "__file__", str(tmp_path / "site-packages/app/x.py"))
    assert autostart.launch_command() == [str(python), "-m", "app", "run"]
    (python.parent / "ghostpilot").write_text("")
    assert autostart.launch_command() == [str(python.parent / "ghostpilot"), "run"]
    assert autostart.launch_command(anywhere=True) == [str(python), "-m", "app", "run"]


def test_windows_starts_without_a_console(tmp_path: Path) -> None:
    python, silent = tmp_path / "python.exe", tmp_path / "pythonw.exe"
    assert autostart.windowed([str(python), "-m"]) == [str(python), "-m"]
    silent.write_text("")
    assert autostart.windowed([str(python), "-m"]) == [str(silent), "-m"]


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_the_desktop_turned_off_counts_as_off(tmp_path: Path, line: str) -> None:
    linux = LinuxAutostart(tmp_path)
    linux.enable()
    assert linux.enabled()
    (entry,) = tmp_path.iterdir()
    entry.write_text(entry.read_text() + line + "\n")
    assert not linux.enabled()
    linux.enable()
    assert linux.enabled()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GhostPilotError, match="cannot be changed") as caught:
        LinuxAutostart(tmp_path / "file").enable()
    assert "file" in caught.value.detail


def test_the_menu_entry_is_where_the_portal_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = autostart.write_menu_entry()
    assert path == tmp_path / "applications" / "org.ghostpilot.GhostPilot.desktop"
    written = path.stat().st_mtime_ns
    autostart.write_menu_entry()
    assert path.stat().st_mtime_ns == written

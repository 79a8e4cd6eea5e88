"""Starting the program when the user logs in: a desktop entry, a launch agent or a Run value."""

from __future__ import annotations

import importlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import app as package
from app.core.errors import GhostPilotError
from app.core.host import System
from app.core.paths import HOME_VARIABLE
from app.platforms.base import Autostart
from app.platforms.linux import WINDOW_CLASS

APP_ID = "org.ghostpilot.GhostPilot"
"""The program's name on session buses and in menus; its menu entry must be called so too."""
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def for_system(system: System, config: Path | None = None) -> Autostart:
    """The way of one system, in the user's own folders; ``config`` is a settings file to name."""
    options = ["--config", str(config.expanduser().absolute())] if config else []
    if system == "windows":
        return WindowsAutostart(options=options)
    if system == "macos":
        return MacAutostart(Path.home() / "Library" / "LaunchAgents", options)
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return LinuxAutostart(Path(folder) / "autostart", options)


def launch_command(*, anywhere: bool = False) -> list[str]:
    """How this very installation is started again.

    A frozen program and an installed one start from any folder; a source tree does so from
    `working_folder`, or with ``anywhere`` by a command that says where it is.
    """
    if getattr(sys, "frozen", False):
        # An AppImage runs from a folder that is gone after it; its own file stays.
        return [os.environ.get("APPIMAGE") or sys.executable, "run"]
    if installed():
        script = Path(sys.executable).with_name("ghostpilot" + Path(sys.executable).suffix)
        if script.exists() and not anywhere:
            return [str(script), "run"]
    elif anywhere:
        begin = f"import sys; sys.path.insert(0, {str(working_folder())!r}); "
        begin += f"from {package.__name__}.cli import main; sys.exit(main())"
        return [sys.executable, "-c", begin, "run"]
    return [sys.executable, "-m", package.__name__, "run"]


def installed() -> bool:
    """Whether the package lies among installed ones, where Python finds it from anywhere."""
    return working_folder().name in ("site-packages", "dist-packages")


def windowed(command: list[str]) -> list[str]:
    """The command by the Python without a console window, where there is one (Windows)."""
    python = Path(command[0])
    silent = python.with_name("pythonw" + python.suffix)
    return [str(silent), *command[1:]] if python.stem == "python" and silent.exists() else command


def working_folder() -> Path:
    """The folder that holds the package: a source tree, or a place for installed packages."""
    return Path(package.__file__ or sys.executable).resolve().parents[1]


def home_chosen() -> dict[str, str]:
    """The environment without which the program would look for its data elsewhere."""
    chosen = os.environ.get(HOME_VARIABLE)
    return {HOME_VARIABLE: str(Path(chosen).expanduser().absolute())} if chosen else {}


def desktop_entry(environment: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> str:
    """A freedesktop.org desktop entry that starts the program, in a given environment."""
    before = ["env", *(f"{name}={value}" for name, value in (environment or {}).items())]
    command = [*(before if environment else []), *launch_command(), *options]
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Name=GhostPilot\n"
        "Comment=Answers from your own notes while you talk\n"
        f"Exec={' '.join(_quote(part) for part in command)}\n"
        f"Path={working_folder()}\n"
        f"StartupWMClass={WINDOW_CLASS}\n"
        "Categories=Utility;\n"
        "Terminal=false\n"
    )


def write_menu_entry() -> Path:
    """Put the program into the user's menu, where the shortcuts portal looks its id up."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    path = Path(data) / "applications" / f"{APP_ID}.desktop"
    entry = desktop_entry()
    if not path.exists() or path.read_text("utf-8") != entry:
        _write(path, entry.encode())
    return path


class LinuxAutostart:
    """An entry in the autostart folder of the desktop."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self._path = folder / f"{APP_ID}.desktop"
        self._options = options

    def enabled(self) -> bool:
        """Desktops turn an entry off by a line in it."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unreadable(error) from error
        return not {"Hidden=true", "X-GNOME-Autostart-enabled=false"}.intersection(lines)

    def enable(self) -> None:
        _write(self._path, desktop_entry(home_chosen(), self._options).encode())

    def disable(self) -> None:
        _remove(self._path)


class MacAutostart:
    """A launch agent of the user."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self._path = folder / f"{APP_ID}.plist"
        self._options = options

    def enabled(self) -> bool:
        return self._path.exists()

    def enable(self) -> None:
        agent = {
            "Label": APP_ID,
            "ProgramArguments": [*launch_command(), *self._options],
            "EnvironmentVariables": home_chosen(),
            "WorkingDirectory": str(working_folder()),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        _write(self._path, plistlib.dumps(agent))

    def disable(self) -> None:
        _remove(self._path)


class WindowsAutostart:
    """A value under the user's Run key."""

    def __init__(self, winreg: Any = None, options: Sequence[str] = ()) -> None:
        self._options = options
        self._winreg = winreg if winreg is not None else importlib.import_module("winreg")

    def enabled(self) -> bool:
        try:
            with self._open(self._winreg.KEY_READ) as key:
                self._winreg.QueryValueEx(key, "GhostPilot")
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unreadable(error) from error
        return True

    def enable(self) -> None:
        """A Run value has no working folder and no environment; a console would stay on screen."""
        started = [*windowed(launch_command(anywhere=True)), *self._options]
        command = subprocess.list2cmdline(started)
        try:
            with self._open(self._winreg.KEY_SET_VALUE) as key:
                self._winreg.SetValueEx(key, "GhostPilot", 0, self._winreg.REG_SZ, command)
        except OSError as error:
            raise _refused(error) from error

    def disable(self) -> None:
        try:
            with self._open(self._winreg.KEY_SET_VALUE) as key:
                self._winreg.DeleteValue(key, "GhostPilot")
        except FileNotFoundError:
            return
        except OSError as error:
            raise _refused(error) from error

    def _open(self, access: int) -> Any:
        return self._winreg.CreateKeyEx(self._winreg.HKEY_CURRENT_USER, RUN_KEY, 0, access)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise _refused(error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(error) from error


def _unreadable(error: OSError) -> GhostPilotError:
    return GhostPilotError(
        "The system's list of programs to start cannot be read",
        f"{error.filename or ''} {error.strerror or error}".strip(),
        "Look into the system's own settings.",
    )


def _refused(error: OSError) -> GhostPilotError:
    return GhostPilotError(
        "The system's list of programs to start cannot be changed",
        f"{error.filename or ''} {error.strerror or error}".strip(),
        "Change it in the system's own settings.",
    )


def _quote(part: str) -> str:
    """One argument of an ``Exec`` line (Desktop Entry Specification, "The Exec key")."""
    for special in '\\"`$':
        part = part.replace(special, "\\" + special)
    part = part.replace("%", "%%").replace("\\", "\\\\")
    return f'"{part}"'

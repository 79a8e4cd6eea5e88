"""Where things live: what ships with the program, and the user's own folders."""

from __future__ import annotations

import os
import sys
from importlib import resources
from pathlib import Path

import platformdirs

from app.core.errors import GhostPilotError

HOME_VARIABLE = "GHOSTPILOT_HOME"
"""Moves every folder the program writes to."""


def shipped(name: str) -> Path:
    """A file or folder that travels with the program, such as ``knowledge``.

    In a source tree it stands beside ``app``; a wheel carries it inside the package, and a
    frozen program beside its modules. Raises `GhostPilotError` (exit 3) when it is missing.
    """
    package = Path(str(resources.files("app")))
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for root in (package.parent, package / "shipped", bundle):
        if root.name != "site-packages" and (root / name).exists():
            return root / name
    raise GhostPilotError(
        f"The program's own file {name} is missing",
        next_step="Install GhostPilot again.",
        exit_code=3,
    )


def home() -> Path:
    """The root of everything the program writes."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    return platformdirs.user_data_path("GhostPilot", appauthor=False, roaming=True)


def settings_file() -> Path:
    """The settings file used when none is named."""
    if os.environ.get(HOME_VARIABLE):
        return home() / "settings.toml"
    return platformdirs.user_config_path("GhostPilot", appauthor=False, roaming=True) / (
        "settings.toml"
    )


def sessions() -> Path:
    """The folder of session recordings."""
    return home() / "sessions"


def prompts() -> Path:
    """The folder of the user's own prompts, which override the shipped ones."""
    return home() / "prompts"


def cache() -> Path:
    """A folder that can be deleted at any time."""
    if os.environ.get(HOME_VARIABLE):
        return home() / "cache"
    return platformdirs.user_cache_path("GhostPilot", appauthor=False)


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter (0700), with those above it, and return it.

    Raises `GhostPilotError` naming the folder when it cannot be made or written to.
    """
    try:
        for folder in reversed([path, *path.parents]):
            # One by one: of the folders above, mkdir(parents=True) would let others in.
            if not folder.exists():
                folder.mkdir(exist_ok=True, mode=0o700)
        if not path.is_dir():
            raise NotADirectoryError(20, "it is a file")
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise GhostPilotError(
            f"The folder {path} cannot be written to",
            error.strerror or str(error),
            f"Change its permissions, or set {HOME_VARIABLE} to another folder.",
        ) from error
    return path

"""What the program remembers between runs that is no setting, such as where the overlay stood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.core import paths
from app.store.files import write_whole

VERSION = 1
"""Of the file; one that states none is of version 1."""


def load_state(file: Path | None = None) -> dict[str, Any]:
    """What was remembered; empty at the first run, or when the file is damaged.

    Nothing in it is dear: a file that is damaged, or of another version, only means that a
    window stands at its first place and consent is asked again.
    """
    try:
        state = json.loads((file or _file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(state, dict) or state.pop("version", VERSION) != VERSION:
        return {}
    return state


def remember(changes: dict[str, Any], file: Path | None = None) -> None:
    """Add to what is remembered. Blocking; raises OSError when it cannot be written."""
    file = file or _file()
    paths.private_folder(file.parent)
    state = {"version": VERSION} | load_state(file) | changes
    write_whole(file, json.dumps(state, indent=1).encode())


def _file() -> Path:
    return paths.home() / "state.json"

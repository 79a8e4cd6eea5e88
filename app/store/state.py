"""What the program remembers between runs that is no setting, such as where the overlay stood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.core import paths
from app.store.files import write_whole


def load_state(file: Path | None = None) -> dict[str, Any]:
    """What was remembered; empty at the first run, or when the file is damaged.

    Nothing in it is dear: a damaged file only means that a window stands at its first place.
    """
    try:
        state = json.loads((file or _file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def remember(changes: dict[str, Any], file: Path | None = None) -> None:
    """Add to what is remembered. Blocking; raises OSError when it cannot be written."""
    file = file or _file()
    paths.private_folder(file.parent)
    write_whole(file, json.dumps(load_state(file) | changes, indent=1).encode())


def _file() -> Path:
    return paths.home() / "state.json"

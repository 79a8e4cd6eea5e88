"""What the program remembers between runs that is no setting, such as where the overlay stood."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock
from typing import Any

from app.core import paths
from app.store.files import write_whole

VERSION = 1
"""Of the file; one that states none is of version 1."""

_changing = Lock()
"""Held from reading what is known to writing it back, so that no worker undoes another's change."""


def load_state(file: Path | None = None) -> dict[str, Any]:
    """What was remembered; empty at the first run, or when the file is damaged.

    Nothing in it is dear: a file that is damaged, or of another version, only means that a
    window stands at its first place and consent is asked again.
    """
    return _understood(file or _file()) or {}


def remember(changes: dict[str, Any], file: Path | None = None) -> None:
    """Add to what is remembered. Blocking, for any thread; raises `GhostPilotError` when it cannot
    be written.

    A file that is damaged or of another version is kept as ``state.old.json``: the newer
    program that wrote it may come back to it.
    """
    file = file or _file()
    paths.private_folder(file.parent)
    with _changing:
        known = _understood(file)
        if known is None and file.exists():
            write_whole(kept_aside(file), file.read_bytes())
        state = {"version": VERSION} | (known or {}) | changes
        write_whole(file, json.dumps(state, indent=1).encode())


def kept_aside(file: Path) -> Path:
    """Where a file is kept that this version does not understand."""
    return file.with_name(f"{file.stem}.old{file.suffix}")


def _understood(file: Path) -> dict[str, Any] | None:
    """What the file states, without its version; None for one that is not understood."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(state, dict) or state.pop("version", VERSION) != VERSION:
        return None
    return state


def _file() -> Path:
    return paths.home() / "state.json"

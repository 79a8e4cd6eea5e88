"""Images of a session: files beside it, named by their content, never outside its own folder."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from app.core.errors import GhostPilotError
from app.store.files import PRIVATE, sync_folder

LARGEST = 64 * 1024 * 1024
"""Bytes of one image that are read at most."""
_NAME = re.compile(r"[0-9a-f]{64}\.png")


def blob_folder(session: Path) -> Path:
    """The folder beside a session file that holds its images."""
    return session.with_suffix("")


def sound_path(session: Path) -> Path:
    """Where the sound of a session is kept, if it is."""
    return blob_folder(session) / "sound.flac"


def blob_name(content: bytes) -> str:
    """The file name under which content is kept in a session's folder."""
    return f"{hashlib.sha256(content).hexdigest()}.png"


def write_blob(session: Path, content: bytes, name: str) -> None:
    """Put content on the disk; it and its name are there when this returns. Raises OSError."""
    folder = blob_folder(session)
    folder.mkdir(mode=0o700, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with open(os.open(folder / name, flags, PRIVATE), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(folder)
    sync_folder(session.parent)


def read_blob(session: Path, name: str, unseal: Callable[[bytes], bytes] | None = None) -> bytes:
    """The image a session's line names, made plain again by ``unseal`` where it was sealed.

    Raises `GhostPilotError` when the name is not one of a file in the session's own folder,
    when the file is missing or too large, or when its content is not what the name says.
    """
    target = blob_folder(session) / name
    if not _NAME.fullmatch(name) or target.is_symlink() or target.parent.is_symlink():
        raise GhostPilotError(
            f"The image {name!r:.100} is refused", f"it is not in the folder of {session.name}"
        )
    try:
        with target.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise GhostPilotError(
            f"The image {name} cannot be read", error.strerror or str(error)
        ) from error
    if unseal is not None:
        content = unseal(content)
    if len(content) > LARGEST or blob_name(content) != name:
        raise GhostPilotError(f"The image {name} is damaged", "its content is not what it was")
    return content

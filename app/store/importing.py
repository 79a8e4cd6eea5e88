"""Take in a session file from another machine, with the images that really belong to it."""

from __future__ import annotations

import itertools
import shutil
from datetime import datetime
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.paths import private_folder
from app.store.blobs import blob_folder, read_blob, sound_path, write_blob
from app.store.encryption import Cipher
from app.store.files import PRIVATE, write_whole
from app.store.gpcast import IMAGE, SUFFIX, VERSION
from app.store.sessions import Session, read_session


def import_session(source: Path, folder: Path, *, key: bytes | None = None) -> Path:
    """Copy a session file, its images and its sound into ``folder``; the path it has there.

    One that is already there is not copied again. Only images named by the session are
    taken, each checked against its name; a missing or changed one is left out. Raises
    `GhostPilotError` when the file is no session, of a newer version, sealed without its key
    here, or cannot be copied.
    """
    session = read_session(source, key=key, pieces=False)
    _check(session, source)
    private_folder(folder)
    content = source.read_bytes()
    for name in _names(session):
        target = folder / f"{name}{SUFFIX}"
        if not target.exists() and not blob_folder(target).exists():
            break
        if target.is_file() and target.read_bytes() == content:
            return target
    _copy_images(session, source, target, key)
    _copy_sound(source, target)
    write_whole(target, content)
    return target


def _check(session: Session, source: Path) -> None:
    """Refuse what would only stand in the list."""
    if session.header.version > VERSION:
        raise GhostPilotError(
            f"{source.name} was recorded by a newer GhostPilot",
            f"it has version {session.header.version}, this one knows up to {VERSION}",
            "Update GhostPilot, then import it again.",
        )
    if not session.events and not session.marks:
        raise GhostPilotError(
            f"{source.name} holds nothing of a session",
            "it is empty or was cut off before anything was recorded",
            "Copy the file again from the machine that recorded it.",
        )


def _names(session: Session) -> itertools.chain[str]:
    """Names for the file, made of nothing but its time: the source's own is not trusted."""
    try:
        started = datetime.fromisoformat(session.header.started).astimezone()
        stamp = f"{started:%Y%m%d-%H%M%S}"
    except (ValueError, OverflowError, OSError):
        stamp = "imported"
    return itertools.chain([stamp], (f"{stamp}-{number}" for number in itertools.count(2)))


def _copy_images(session: Session, source: Path, target: Path, key: bytes | None) -> None:
    cipher = Cipher(key) if key and session.header.cipher else None
    names = {str(mark.data.get("path", "")) for mark in session.marks if mark.code == IMAGE}
    for name in sorted(names):
        try:
            content = read_blob(source, name, cipher.open if cipher else None)
        except (GhostPilotError, ValueError):
            continue  # `sessions verify` names what is missing
        try:
            write_blob(target, cipher.seal(content) if cipher else content, name)
        except OSError as error:
            raise GhostPilotError(
                f"The image {name} cannot be copied",
                error.strerror or str(error),
                "Make room on the disk.",
            ) from error


def _copy_sound(source: Path, target: Path) -> None:
    """The kept sound, if there is a file of that kind; whether it plays is seen when it does."""
    sound = sound_path(source)
    if sound.is_symlink() or sound.parent.is_symlink() or not sound.is_file():
        return
    try:
        private_folder(blob_folder(target))
        shutil.copyfile(sound, sound_path(target))
        sound_path(target).chmod(PRIVATE)
    except OSError as error:
        raise GhostPilotError(
            f"The sound of {source.name} cannot be copied",
            error.strerror or str(error),
            "Make room on the disk.",
        ) from error

"""Files that only their owner may read, replaced whole or appended to, and never half there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from app.core.errors import GhostPilotError
from app.core.paths import private_folder

PRIVATE = 0o600
"""Read and write for the owner, nothing for anyone else."""


def write_whole(file: Path, content: bytes) -> None:
    """Replace a file at once: a reader sees the old content or the new, never a piece.

    The content is on the disk when this returns. Raises `GhostPilotError` naming the file.
    """
    file = Path(os.path.realpath(file))  # a link stays a link
    private_folder(file.parent)
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, file)
        except BaseException:  # interrupted, too: nothing half written stays behind
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
        sync_folder(file.parent)
    except OSError as error:
        raise GhostPilotError(
            f"{file} cannot be written",
            error.strerror or str(error),
            "Make room on the disk or change the permissions of the folder.",
        ) from error


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows cannot open a folder, some file systems not sync
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Delete sessions for good, and say beforehand which ones a limit of age or size would cost."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.core.errors import GhostPilotError
from app.store.blobs import blob_folder
from app.store.files import sync_folder
from app.store.gpcast import decode_header
from app.store.index import Index, session_files
from app.store.journal import is_locked, lock_for, release
from app.store.sessions import raw_lines


@dataclass(frozen=True, slots=True)
class Doomed:
    """A session that a limit would delete."""

    path: Path
    started: datetime
    bytes: int
    """With its images and what was set aside."""
    reason: str


def plan(
    folder: Path, *, keep_days: int = 0, keep_mb: int = 0, now: datetime | None = None
) -> list[Doomed]:
    """What the limits would delete, the oldest first; 0 means no limit. Deletes nothing.

    Sessions that are being recorded stay. One that starts in the future (a clock was wrong)
    counts as new.
    """
    today = now or datetime.now().astimezone()
    kept = sorted(
        (_started(path), path, size_of(path))
        for path in session_files(folder)
        if not is_locked(path)
    )
    doomed: list[Doomed] = []
    if keep_days:
        oldest = today - timedelta(days=keep_days)
        for started, path, size in [item for item in kept if item[0] < oldest]:
            doomed.append(Doomed(path, started, size, f"older than {keep_days} days"))
            kept.remove((started, path, size))
    if keep_mb:
        total = sum(size for _, _, size in kept)
        while kept and total > keep_mb * 1_000_000:
            started, path, size = kept.pop(0)
            total -= size
            doomed.append(Doomed(path, started, size, f"all together exceed {keep_mb} MB"))
    return doomed


def enforce(folder: Path, *, keep_days: int = 0, keep_mb: int = 0) -> list[Doomed]:
    """Delete what `plan` names, but for sessions being recorded; what was deleted. Blocking.

    The index forgets them at its next update.
    """
    gone: list[Doomed] = []
    for doomed in plan(folder, keep_days=keep_days, keep_mb=keep_mb):
        if not is_locked(doomed.path):
            delete_session(doomed.path)
            gone.append(doomed)
    return gone


def delete_session(path: Path, index: Index | None = None) -> None:
    """Delete a session with its images, what was set aside and its rows in the index.

    Raises `GhostPilotError` when it is being recorded or the system refuses.
    """
    if not path.is_file():
        raise GhostPilotError(
            f"There is no session {path}", next_step="See `sessions list` for those there are."
        )
    lock = lock_for(path)
    try:
        images = blob_folder(path)
        if images.is_symlink():
            images.unlink()
        elif images.is_dir():
            shutil.rmtree(images)
        path.with_name(path.name + ".torn").unlink(missing_ok=True)
        path.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise GhostPilotError(
            f"The session {path} cannot be deleted",
            error.strerror or str(error),
            "Change the permissions of its folder.",
        ) from error
    finally:
        release(path, lock)
    if index is not None:
        index.forget(path.name)


def size_of(path: Path) -> int:
    """Bytes of a session with everything that belongs to it."""
    images = blob_folder(path)
    files = [path, path.with_name(path.name + ".torn")]
    if images.is_dir() and not images.is_symlink():
        files += images.iterdir()
    return sum(file.stat().st_size for file in files if file.is_file())


def _started(path: Path) -> datetime:
    """When a session began, by its header, its name or the file's time, whichever is there."""
    try:
        _, _, text = next(iter(raw_lines(path)))
        return datetime.fromisoformat(decode_header(text).started).astimezone()
    except (ValueError, StopIteration, GhostPilotError):
        pass
    try:
        return datetime.strptime(path.name[:15], "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()

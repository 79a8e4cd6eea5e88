"""The sessions of this machine as a whole: finding one, its key, and the index over all."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from queue import Empty, Queue

from app.core import paths
from app.core.errors import GhostPilotError
from app.store.encryption import recording_key
from app.store.gpcast import SUFFIX, Header, decode_header
from app.store.index import Index, session_files
from app.store.secrets import KEYRING_S, SERVICE, trusted_keyring
from app.store.sessions import raw_lines

LAST = "last"
"""Names the newest session."""


def find_session(name: str, folder: Path | None = None) -> Path:
    """The file of a session named by its path, its file name, its stamp or ``last``.

    Raises `GhostPilotError` when there is none.
    """
    folder = folder or paths.sessions()
    if name == LAST:
        files = list(session_files(folder))
        if files:
            return max(files, key=lambda path: path.stat().st_mtime_ns)
        raise GhostPilotError(f"There is no session in {folder}", next_step="Record one first.")
    given = Path(name).expanduser()
    for path in (given, folder / given.name, folder / f"{given.name}{SUFFIX}"):
        if path.is_file() and (path == given or given.name == name):
            return path
    raise GhostPilotError(
        f"There is no session {name}",
        f"neither as a file nor in {folder}",
        "See `sessions list` for those there are.",
    )


def header_of(path: Path) -> Header | None:
    """The header of a session file; None when it is damaged or missing."""
    try:
        for _, _, text in raw_lines(path):
            return decode_header(text)
    except ValueError:
        pass
    return None


def key_for(path: Path) -> bytes | None:
    """The key that a sealed session needs; None for a plain one, or where there is none.

    Blocking, and only for a sealed session: the system's keyring is asked. Raises
    `GhostPilotError` (exit 3) when it refuses.
    """
    header = header_of(path)
    sealed = header is not None and header.cipher
    return _kept_key(make=False) if sealed else None


def key_to_record(encrypt: bool) -> bytes | None:
    """The key for a new recording, made at the first use; None where recordings stay plain.

    Blocking. Raises `GhostPilotError` (exit 3) when the system has no keyring that encrypts,
    or it refuses or does not answer: then nothing may be recorded unsealed in its place.
    """
    return _kept_key(make=True) if encrypt else None


def open_index(folder: Path | None = None, cache: Path | None = None) -> Index:
    """The index over all sessions, brought up to date. Blocking.

    It is a file in the cache; where a session is sealed and its key at hand it is made in
    memory instead, so that nothing of what was said stands on the disk unsealed. Without
    the key, sealed sessions are listed with that reason.
    """
    folder = folder or paths.sessions()
    headers = (header_of(path) for path in session_files(folder))
    sealed = any(header is not None and header.cipher for header in headers)
    key = None
    if sealed:
        with contextlib.suppress(GhostPilotError):  # then they are listed, but not read
            key = _kept_key(make=False)
    file = None if key else (cache or paths.cache()) / "sessions.db"
    index = Index(folder, file, key=key)
    try:
        index.update()
    except BaseException:  # stopped, too: no database stays open
        index.close()
        raise
    return index


def _kept_key(*, make: bool) -> bytes | None:
    """The key in the system's keyring, asked for in a thread of its own for a limited time."""
    found: Queue[bytes | GhostPilotError | None] = Queue()

    def ask() -> None:
        import keyring

        try:
            if not trusted_keyring():
                raise _no_key("it has none that encrypts")
            found.put(recording_key(keyring, SERVICE, make=make))
        except GhostPilotError as error:
            found.put(error)

    threading.Thread(target=ask, name="recording-key", daemon=True).start()
    try:
        key = found.get(timeout=KEYRING_S)
    except Empty:
        raise _no_key(f"it has not answered for {KEYRING_S:g} s") from None
    if isinstance(key, GhostPilotError):
        raise key
    return key


def _no_key(reason: str) -> GhostPilotError:
    return GhostPilotError(
        "The key of the recordings cannot be reached in the system's keyring",
        reason,
        "Unlock the keyring, or turn the encryption of recordings off.",
        exit_code=3,
    )

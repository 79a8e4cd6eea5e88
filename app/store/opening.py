"""Open a session file to record into: a new one, or one that was cut off."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app import __version__
from app.core.errors import GhostPilotError
from app.core.events import Sink
from app.core.paths import private_folder
from app.core.redact import Redactor
from app.store.encryption import CIPHER, Cipher
from app.store.gpcast import RECOVERED, SUFFIX, Header, Line, encode_header, milliseconds
from app.store.journal import Journal
from app.store.recorder import Recorder
from app.store.sessions import read_session

Saved = Callable[[str], None]


def open_session(
    folder: Path,
    *,
    now: Callable[[], float],
    redactor: Redactor | None = None,
    header: Header | None = None,
    key: bytes | None = None,
    on_event: Sink | None = None,
    on_saved: Saved | None = None,
) -> Recorder:
    """Begin a new session file in ``folder``, named by the wall clock.

    ``now`` counts session seconds, as the events do; with ``key`` (see `encryption`) the
    recording is sealed. The start and the program's version
    are filled into ``header``. Raises `GhostPilotError` naming the folder when no file can
    be made there. A name already taken (a second start in a second, a clock set back) gets
    a number: no session is ever written over another.
    """
    private_folder(folder)
    cipher = Cipher(key) if key else None
    moment = datetime.now().astimezone()
    header = dataclasses.replace(
        header or Header(),
        started=moment.isoformat(timespec="milliseconds"),
        app=__version__,
        cipher=CIPHER if cipher else "",
        key_id=cipher.key_id if cipher else "",
    )
    return Recorder(
        _create(folder, moment.strftime("%Y%m%d-%H%M%S")),
        first=encode_header(header),
        now=now,
        redactor=redactor or Redactor(),
        cipher=cipher,
        on_event=on_event,
        on_saved=on_saved,
    )


def resume_session(
    path: Path,
    *,
    now: Callable[[], float],
    redactor: Redactor | None = None,
    key: bytes | None = None,
    on_event: Sink | None = None,
    on_saved: Saved | None = None,
) -> Recorder:
    """Go on recording into a session that was cut off, with times after its last.

    A torn tail is moved to ``<file>.torn`` and the seam is marked. Raises
    `GhostPilotError` when the file cannot be opened or another program records into it.
    """
    try:
        journal, torn = Journal.reopen(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        session = read_session(path, key=key)
        cipher = Cipher(key) if key and session.header.cipher else None
        last = milliseconds(session.duration)
        header = dataclasses.replace(session.header, app=__version__)
    except BaseException:
        journal.close()
        raise
    return Recorder(
        journal,
        first=encode_header(header) if journal.empty else Line(last, RECOVERED, {"torn": torn}),
        now=now,
        redactor=redactor or Redactor(),
        cipher=cipher,
        shift_ms=last,
        on_event=on_event,
        on_saved=on_saved,
    )


def _create(folder: Path, stamp: str) -> Journal:
    number = 1
    while True:
        name = stamp if number == 1 else f"{stamp}-{number}"
        try:
            return Journal.create(folder / f"{name}{SUFFIX}")
        except FileExistsError:
            number += 1
        except OSError as error:
            raise _unwritable(folder / f"{name}{SUFFIX}", error) from error


def _unwritable(path: Path, error: OSError) -> GhostPilotError:
    return GhostPilotError(
        f"The session {path} cannot be written",
        error.strerror or str(error),
        "Make room on the disk or change the permissions of its folder.",
    )

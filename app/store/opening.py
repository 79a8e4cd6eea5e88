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
from app.store.gpcast import (
    RECOVERED,
    SUFFIX,
    Header,
    Line,
    encode_header,
    encode_line,
    milliseconds,
)
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
    begins: float = 0.0,
    on_event: Sink | None = None,
    on_saved: Saved | None = None,
) -> Recorder:
    """Begin a new session file in ``folder``, named by the wall clock.

    ``now`` counts session seconds, as the events do; those of the file count from ``begins``.
    With ``key`` (see `encryption`) the recording is sealed. The start and the program's version
    are filled into ``header``. Raises `GhostPilotError` naming the folder when no file can
    be made there. A name already taken (a second start in a second, a clock set back) gets
    a number: no session is ever written over another.
    """
    private_folder(folder)
    cipher = Cipher(key) if key else None
    moment = datetime.now().astimezone()
    started = moment.isoformat(timespec="milliseconds")
    header = dataclasses.replace(header or Header(), started=started)
    return Recorder(
        _create(folder, moment.strftime("%Y%m%d-%H%M%S")),
        first=encode_header(_by_this_program(header, cipher)),
        now=now,
        redactor=redactor or Redactor(),
        cipher=cipher,
        shift_ms=-milliseconds(begins),
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

    A torn tail is moved to ``<file>.torn`` and the seam is marked. One that was cut in its
    header begins anew, sealed where there is a ``key``. Raises `GhostPilotError` when the
    file cannot be opened or another program records into it.
    """
    try:
        journal, torn = Journal.reopen(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        session = read_session(path, key=key)
        sealed = bool(session.header.cipher) or journal.empty
        cipher = Cipher(key) if key and sealed else None
        last = milliseconds(session.duration)
        seam = Line(last, RECOVERED, {"torn": torn})
        first: Line | bytes = seam
        if journal.empty:
            line = encode_line(cipher.seal_line(seam) if cipher else seam)
            first = encode_header(_by_this_program(session.header, cipher)) + line
    except BaseException:  # whatever it was, the file is not left locked
        journal.close()
        raise
    return Recorder(
        journal,
        first=first,
        now=now,
        redactor=redactor or Redactor(),
        cipher=cipher,
        shift_ms=last,
        on_event=on_event,
        on_saved=on_saved,
    )


def _by_this_program(header: Header, cipher: Cipher | None) -> Header:
    """The header with the program's version and the key of what follows."""
    return dataclasses.replace(
        header,
        app=__version__,
        cipher=CIPHER if cipher else "",
        key_id=cipher.key_id if cipher else "",
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

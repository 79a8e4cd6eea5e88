"""The crash log: what broke and was warned of, in one private file that never grows large."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import threading
from collections import deque
from datetime import datetime
from pathlib import Path
from typing import TextIO

from app.core import paths
from app.core.errors import GhostPilotError
from app.core.events import Event, Problem
from app.core.log import RedactingFormatter
from app.core.redact import Redactor

MOST_BYTES = 256_000
"""The file is cut to its later half when it grows over this."""
PRIVATE = 0o600


def crash_log_file() -> Path:
    """Where it is kept."""
    return paths.home() / "crash.log"


class CrashLog(logging.Handler):
    """Keeps the project's warnings, what the crash guard caught, and the end of a crashed process.

    Open it once in a program that runs for long; `close` it last. Where the file cannot be
    written there is none, and the program runs all the same: ``trouble`` says why.
    """

    def __init__(self, redactor: Redactor, file: Path | None = None) -> None:
        super().__init__(logging.WARNING)
        self.file = file or crash_log_file()
        self.trouble = ""
        self._redactor = redactor
        self._one_at_a_time = threading.Lock()
        self._stream: TextIO | None = None
        self.setFormatter(RedactingFormatter(redactor, "%Y-%m-%d %H:%M:%S"))

    def open(self) -> None:
        """Begin to write, and have Python write here where it crashes itself."""
        try:
            paths.private_folder(self.file.parent)
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE)
            os.chmod(self.file, PRIVATE)
            self._stream = open(descriptor, "a", encoding="utf-8", errors="backslashreplace")
        except (OSError, GhostPilotError) as error:
            self.trouble = f"{self.file} cannot be written: {error}"
            return
        self._stay_small()
        self._write(f"--- started {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}")
        faulthandler.enable(self._stream)
        logging.getLogger("app").addHandler(self)

    def note(self, event: Event) -> None:
        """A sink: problems the user was shown, by their titles alone."""
        if isinstance(event, Problem):
            now = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
            self._write(self._redactor.clean(f"{now} PROBLEM {event.where}: {event.title}"))

    def emit(self, record: logging.LogRecord) -> None:
        """One record of the log, traceback included."""
        self._write(self.format(record))

    def close(self) -> None:
        """Let go of the file."""
        logging.getLogger("app").removeHandler(self)
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._stream = None
        super().close()

    def _write(self, line: str) -> None:
        with self._one_at_a_time:
            if self._stream is None:
                return
            with contextlib.suppress(OSError):  # a full disk must not break what works
                self._stream.write(line + "\n")
                self._stream.flush()
                self._stay_small()

    def _stay_small(self) -> None:
        """Cut in place: Python's own crash handler keeps the same descriptor."""
        stream = self._stream
        if stream is None or os.fstat(stream.fileno()).st_size <= MOST_BYTES:
            return
        kept = self.file.read_bytes()[-MOST_BYTES // 2 :].partition(b"\n")[2]
        os.ftruncate(stream.fileno(), 0)
        os.write(stream.fileno(), kept)


def last_lines(count: int, file: Path | None = None) -> list[str]:
    """The end of the crash log; empty where there is none. Blocking."""
    try:
        with (file or crash_log_file()).open(encoding="utf-8", errors="replace") as stream:
            return [line.rstrip("\n") for line in deque(stream, count)]
    except OSError:
        return []

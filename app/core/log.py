"""Logging for people: short lines on stderr, redacted, silent unless asked."""

from __future__ import annotations

import logging
import sys

from app.core.redact import Redactor


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and takes every secret out of the result."""

    def __init__(self, redactor: Redactor, times: str = "%H:%M:%S") -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", times)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def set_up_logging(redactor: Redactor, *, verbose: bool = False) -> None:
    """Send the project's log to stderr: warnings by default, everything when verbose."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(redactor))
    logger = logging.getLogger("app")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
    logger.propagate = False

"""Turns an exception in a Qt slot or in a task into a `Problem` the user sees."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from app.core.errors import GhostPilotError, describe
from app.core.events import Problem
from app.ui.language import tr

log = logging.getLogger(__name__)


class CrashGuard:
    """Catches what nobody else caught, logs it with its traceback and reports it once.

    Without a hook of our own, PyQt6 ends the process at the first exception in a slot.
    Install it before the first slot can run; ``report`` is called on the thread that failed.
    """

    def __init__(self, report: Callable[[Problem], None]) -> None:
        self._report = report
        self._last = ("", "")
        self._previous: tuple[Any, Any] | None = None

    def install(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Catch exceptions of slots and threads, and of the loop's tasks when one is given."""
        self._previous = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._from_slot
        threading.excepthook = self._from_thread
        if loop is not None:
            loop.set_exception_handler(self._from_loop)

    def remove(self) -> None:
        """Put back what was there before `install`."""
        if self._previous is not None:
            sys.excepthook, threading.excepthook = self._previous
            self._previous = None

    def _from_slot(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._tell("the window", error)

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            name = args.thread.name if args.thread else "a thread"
            self._tell(name, args.exc_value)

    def _from_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None:
            log.error("%s", context.get("message", "the loop reported an error"))
            return
        task = context.get("task") or context.get("future")
        name = task.get_name() if isinstance(task, asyncio.Task) else "background work"
        self._tell(name, error)

    def _tell(self, where: str, error: BaseException) -> None:
        log.error("%s failed", where, exc_info=error)
        if isinstance(error, GhostPilotError):
            self._report(error.problem(where))
            return
        text = describe(error)
        if (where, text) == self._last:  # a slot that fails on every frame is one problem
            return
        self._last = where, text
        self._report(
            Problem(
                where,
                tr("Something went wrong in {where}").format(where=where),
                text,
                tr("The session goes on. Restart GhostPilot if something stays broken."),
            )
        )

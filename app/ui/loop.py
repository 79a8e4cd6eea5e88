"""The one event loop of the running app: asyncio on Qt's main thread."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

os.environ.setdefault("QT_API", "pyqt6")

import qasync
from PyQt6 import sip
from PyQt6.QtWidgets import QApplication

ENDING_S = 3.0
"""How long the background may take to clean up when the program ends."""


class AppLoop(qasync.QEventLoop):
    """qasync's loop, and it does three things more, as asyncio does.

    It closes async generators that were left half read: a cancelled answer leaves some in the
    HTTP library; without this they would die noisily, and with their connection open. What it
    calls finds it running, even where Qt looks at its events after the loop has stopped, as
    qasync itself lets it once at the end. And a thread may call it while it closes.

    Used with ``with``, it takes the windows along: the application may go with it.
    """

    def __init__(self, application: QApplication) -> None:
        self._calling = threading.RLock()
        """Held while a thread calls the loop, which goes through a Qt object of the loop's."""
        self._pool = ThreadPoolExecutor(4, "worker")
        super().__init__(application)
        # qasync's own pool leaves the loop hanging when a job raises SystemExit.
        self.set_default_executor(self._pool)

    def __exit__(self, *raised: object) -> None:
        delete_windows()
        super().__exit__(*raised)

    def close(self) -> None:
        """Close; what a thread asks from now on is dropped.

        With the loop its Qt object goes: a thread that were calling through it just then would
        crash the process. So the pool ends first, whose threads may call, and then no other can.
        """
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        self._pool.shutdown()
        with self._calling:
            super().close()

    def call_soon_threadsafe(
        self,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> None:
        """See `asyncio.loop.call_soon_threadsafe`; nothing happens once the loop is closed."""
        with self._calling:
            if not self.is_closed():
                super().call_soon_threadsafe(callback, *args, context=context)

    def run_forever(self) -> int:
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(self._asyncgen_firstiter_hook, self._asyncgen_finalizer_hook)
        try:
            result: int = super().run_forever()
            return result
        finally:
            sys.set_asyncgen_hooks(*before)

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.Handle:
        """See `asyncio.loop.call_later`; ``call_soon`` and ``call_at`` come through here too."""
        handle: asyncio.Handle = super().call_later(
            delay, self._call, callback, *args, context=context
        )
        return handle

    def _call(self, callback: Callable[..., object], *args: object) -> None:
        if asyncio._get_running_loop() is not None:
            callback(*args)
            return
        asyncio._set_running_loop(self)
        try:
            callback(*args)
        finally:
            asyncio._set_running_loop(None)


def make_loop() -> AppLoop:
    """A loop on the application, which is made if there is none yet.

    Closing the last window must not end a program that lives in the tray.
    """
    application = QApplication.instance() or QApplication(["ghostpilot"])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    return AppLoop(application)


def delete_windows() -> None:
    """Delete every window of ours, with all it holds, while the application still lives.

    Else PyQt deletes them when the application goes, walking through its table of all objects. A
    window's end is told to Python's event filters, which puts the events into that table; when it
    is full it moves, and PyQt reads on in freed memory. About one end in 300 crashed so.
    """
    for window in QApplication.topLevelWidgets():
        if not sip.isdeleted(window) and sip.ispyowned(window):
            sip.delete(window)


async def end_background() -> None:
    """End every other task of this loop and wait until each has cleaned up, as asyncio does.

    One that is being cancelled already is not interrupted in its cleaning.
    """
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        if not task.cancelling():
            task.cancel()
    if others:
        await asyncio.wait(others, timeout=ENDING_S)

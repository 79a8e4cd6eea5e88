"""The one event loop of the running app: asyncio on Qt's main thread."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

os.environ.setdefault("QT_API", "pyqt6")

import qasync
from PyQt6.QtWidgets import QApplication


def make_loop() -> qasync.QEventLoop:
    """A loop on the application, which is made if there is none yet.

    Closing the last window must not end a program that lives in the tray.
    """
    application = QApplication.instance() or QApplication(["ghostpilot"])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(application)
    # qasync's own pool leaves the loop hanging when a job raises SystemExit.
    loop.set_default_executor(ThreadPoolExecutor(4, "worker"))
    return loop

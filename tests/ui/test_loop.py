"""The loop runs asyncio on Qt's main thread and survives its last window."""

from __future__ import annotations

import asyncio

import qasync
from PyQt6.QtWidgets import QApplication


async def test_the_tests_run_on_the_loop_of_the_app() -> None:
    assert isinstance(asyncio.get_running_loop(), qasync.QEventLoop)


async def test_closing_the_last_window_does_not_quit() -> None:
    assert QApplication.quitOnLastWindowClosed() is False

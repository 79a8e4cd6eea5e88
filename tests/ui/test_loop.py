"""The loop runs asyncio on Qt's main thread and survives its last window."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import qasync
from PyQt6.QtWidgets import QApplication

from app.core.tasks import spawn
from app.ui.loop import end_background, make_loop


async def test_the_tests_run_on_the_loop_of_the_app() -> None:
    assert isinstance(asyncio.get_running_loop(), qasync.QEventLoop)


async def test_closing_the_last_window_does_not_quit() -> None:
    assert QApplication.quitOnLastWindowClosed() is False


async def test_a_generator_left_half_read_is_closed() -> None:
    closed = asyncio.Event()

    async def numbers() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.set()

    async for number in numbers():
        assert number == 1
        break
    gc.collect()
    await asyncio.wait_for(closed.wait(), 45)


async def test_the_background_cleans_up_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            told.append(name)

    ending = spawn(work("is ending"), name="ending")
    going_on = spawn(work("goes on"), name="going on")
    await asyncio.sleep(0)
    ending.cancel()
    await asyncio.sleep(0)
    ours = {ending, going_on, asyncio.current_task()}
    monkeypatch.setattr(asyncio, "all_tasks", lambda: ours)
    await end_background()
    assert sorted(told) == ["goes on", "is ending"]


def test_a_task_that_qt_lets_go_on_after_the_end_finds_its_loop() -> None:
    found: list[asyncio.AbstractEventLoop] = []

    async def late() -> None:
        for _ in range(3):
            await asyncio.sleep(0)
            found.append(asyncio.get_running_loop())

    async def begin() -> asyncio.Task[None]:
        return spawn(late(), name="late")

    with contextlib.closing(make_loop()) as loop:
        task = loop.run_until_complete(begin())
        while not task.done():
            QApplication.processEvents()
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
    assert found == [loop] * 3


CALLED_WHILE_CLOSING = """
import asyncio, threading, time
from app.ui.loop import make_loop

def call():
    while not ended.is_set():
        time.sleep(0.0001)
        loop.call_soon_threadsafe(int)

for _ in range(60):
    ended = threading.Event()
    threads = [threading.Thread(target=call) for _ in range(4)]
    with make_loop() as loop:
        for thread in threads:
            thread.start()
        loop.run_until_complete(asyncio.sleep(0.002))
    ended.set()
    for thread in threads:
        thread.join()
print("all closed")
"""


def test_threads_may_call_the_loop_while_it_closes() -> None:
    """Through a Qt object that goes with the loop: a call under way would crash the process."""
    command = [sys.executable, "-c", CALLED_WHILE_CLOSING]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "all closed\n", "")

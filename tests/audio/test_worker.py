"""A worker runs calls in order, hands back what they raise and never holds up the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from app.audio.worker import Worker


async def test_calls_run_in_order_on_one_thread() -> None:
    worker, loop = Worker("one"), asyncio.get_running_loop()
    order: list[int] = []
    calls = [loop.run_in_executor(worker, order.append, number) for number in range(20)]
    await asyncio.gather(*calls)
    name = await loop.run_in_executor(worker, lambda: threading.current_thread().name)
    worker.shutdown()
    assert order == list(range(20))
    assert name == "one"


async def test_an_error_comes_back_to_the_caller_and_the_thread_goes_on() -> None:
    worker, loop = Worker("one"), asyncio.get_running_loop()
    with pytest.raises(ZeroDivisionError):
        await loop.run_in_executor(worker, divmod, 1, 0)
    assert await loop.run_in_executor(worker, divmod, 7, 2) == (3, 1)
    worker.shutdown()


def test_a_cancelled_call_is_left_out() -> None:
    worker, held, ran = Worker("one"), threading.Event(), []
    worker.submit(held.wait)
    worker.submit(ran.append, 1).cancel()
    held.set()
    worker.shutdown()
    assert ran == []


def test_a_call_that_hangs_does_not_keep_the_program_alive() -> None:
    code = (
        "import threading; from app.audio.worker import Worker;"
        "w = Worker('hangs'); w.submit(threading.Event().wait); w.shutdown(wait=False)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=150)

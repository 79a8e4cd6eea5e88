"""The one way to start background work on the loop: named, kept alive, never silent."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_alive: set[asyncio.Task[Any]] = set()


def spawn(coro: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
    """Run a coroutine in the background under a name.

    The task is kept alive until it ends (the loop itself holds only a weak reference). An
    exception nobody awaited goes to the loop's exception handler at once, not when the
    task happens to be collected.
    """
    task = asyncio.get_running_loop().create_task(coro, name=name)
    _alive.add(task)
    task.add_done_callback(_finished)
    return task


async def cancel(task: asyncio.Task[Any] | None, reason: str = "") -> None:
    """Cancel a task and wait until it has cleaned up; ``reason`` travels in the exception."""
    if task is None or task.done():
        return
    task.cancel(reason)
    await asyncio.wait([task])


def _finished(task: asyncio.Task[Any]) -> None:
    _alive.discard(task)
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        task.get_loop().call_exception_handler(
            {"message": f"task {task.get_name()} failed", "exception": error, "task": task}
        )

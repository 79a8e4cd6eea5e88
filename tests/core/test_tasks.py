"""Background work: an error nobody awaits is reported, a cancelled task has cleaned up."""

from __future__ import annotations

import asyncio
from typing import Any

from app.core.tasks import cancel, spawn


async def test_an_error_nobody_awaits_reaches_the_loop_s_handler() -> None:
    seen: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: seen.append(context))

    async def fail() -> None:
        raise ValueError("broken")

    task = spawn(fail(), name="failing")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert [str(context["exception"]) for context in seen] == ["broken"]
    assert "failing" in seen[0]["message"]


async def test_cancel_waits_for_the_clean_up_and_carries_its_reason() -> None:
    said: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError as stop:
            await asyncio.sleep(0.01)
            said.append(str(stop))
            raise

    task = spawn(work(), name="work")
    await asyncio.sleep(0)
    await cancel(task, "superseded")
    assert said == ["superseded"]
    assert task.cancelled()


async def test_cancelling_nothing_is_fine() -> None:
    await cancel(None)

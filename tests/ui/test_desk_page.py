"""A page shows what its desk could not do, and forgets it with the next success."""

from __future__ import annotations

import asyncio
import inspect

from app.core.errors import GhostPilotError
from app.ui.desk_page import DeskPage
from tests.recorded import until


async def test_what_fails_is_said_and_the_next_success_takes_it_away() -> None:
    page = DeskPage()

    async def fail() -> None:
        raise GhostPilotError("The disk is full", next_step="Make room.")

    async def work() -> None:
        return None

    page.do(fail(), "fail")
    await until(lambda: page.trouble == "The disk is full. Make room.")
    page.do(work(), "work")
    await until(lambda: page.trouble == "")


async def test_a_page_that_stops_gives_up_what_is_going_on() -> None:
    page = DeskPage()
    task = page.do(asyncio.sleep(60), "wait")
    await asyncio.sleep(0)
    page.stop()
    await asyncio.wait([task])
    assert task.cancelled()


async def test_work_cancelled_before_it_began_is_closed() -> None:
    page = DeskPage()

    async def work() -> None:
        return None

    never = work()
    page.do_quietly(never, "cancelled at once")
    (task,) = [one for one in asyncio.all_tasks() if one.get_name() == "cancelled at once"]
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert inspect.getcoroutinestate(never) == inspect.CORO_CLOSED

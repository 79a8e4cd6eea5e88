"""A page shows what its desk could not do, and forgets it with the next success."""

from __future__ import annotations

import asyncio
import inspect

from app.core.errors import GhostPilotError
from app.ui.tab_page import TabPage, quiet_line
from tests.recorded import until


async def test_what_fails_is_said_and_the_next_success_takes_it_away() -> None:
    page = TabPage()

    async def fail() -> None:
        raise GhostPilotError("The disk is full", next_step="Make room.")

    async def work() -> None:
        return None

    page.do(fail(), "fail")
    await until(lambda: page.trouble == "The disk is full. Make room.")
    page.do(work(), "work")
    await until(lambda: page.trouble == "")


async def test_a_quiet_line_shows_what_it_is_given_as_plain_text() -> None:
    page = TabPage()
    line = quiet_line(page)
    line.setText("<b>folder</b>")
    assert line.sizeHint().width() > line.fontMetrics().horizontalAdvance("folder") * 1.5


async def test_work_cancelled_before_it_began_is_closed() -> None:
    page = TabPage()

    async def work() -> None:
        return None

    never = work()
    page.do_quietly(never, "cancelled at once")
    (task,) = [one for one in asyncio.all_tasks() if one.get_name() == "cancelled at once"]
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0)
    assert inspect.getcoroutinestate(never) == inspect.CORO_CLOSED

"""A step says what went wrong in it, and takes it back when it is tried again."""

from __future__ import annotations

from app.core.errors import GhostPilotError
from app.ui.first_run_page import Page
from tests.recorded import until


async def test_a_failure_is_said_until_the_next_try() -> None:
    page = Page("What this step is about.")
    page.end()

    async def fail() -> None:
        raise GhostPilotError("It cannot be done", "no disk", "Get one.")

    async def work() -> None: ...

    page.do(fail(), "fail")
    await until(lambda: page.trouble)
    assert "no disk" in page.trouble
    page.do(work(), "work")
    await until(lambda: not page.trouble)

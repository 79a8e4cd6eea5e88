"""What captures see is tried when the step is reached, and said with what it cannot know."""

from __future__ import annotations

import datetime

from app.core.errors import GhostPilotError
from app.ui.capture_report import Report, RouteResult
from app.ui.first_run_capture import CapturePage
from app.ui.marker import Verdict
from tests.recorded import until

AT = datetime.datetime(2026, 1, 1, 10, 4)


def page_for(verdict: Verdict, advice: str = "") -> CapturePage:
    async def test() -> Report:
        return Report(AT, (RouteResult("Qt", verdict),))

    return CapturePage(test, advice)


async def test_a_visible_overlay_comes_with_advice() -> None:
    page = page_for("VISIBLE", "Use a rule of your compositor.")
    page.entered()
    await until(lambda: page.rest.text())
    assert page.verdict.text() == "The overlay is VISIBLE to captures (Qt) at 10:04."
    assert page.rest.text().startswith("Use a rule of your compositor.")
    assert "cameras" in page.rest.text()


async def test_not_seen_promises_no_more_than_was_tried() -> None:
    page = page_for("not seen")
    page.entered()
    await until(lambda: page.rest.text())
    assert "only way tried" in page.verdict.text()
    assert "No test can know" in page.rest.text()


async def test_it_is_tried_again_on_demand_only() -> None:
    tried: list[int] = []

    async def test() -> Report:
        tried.append(1)
        return Report(AT, (RouteResult("Qt", "unknown"),))

    page = CapturePage(test)
    page.entered()
    await until(lambda: page.rest.text())
    page.entered()
    assert len(tried) == 1
    page.again.click()
    await until(lambda: len(tried) == 2 and page.again.isEnabled())


async def test_a_test_that_fails_is_said() -> None:
    async def test() -> Report:
        raise GhostPilotError("The screen cannot be captured")

    page = CapturePage(test)
    page.entered()
    await until(lambda: page.trouble)
    assert page.again.isEnabled()

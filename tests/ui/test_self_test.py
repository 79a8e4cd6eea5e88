"""The self-test's course; real displays are in tests/x11/test_self_test.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.errors import GhostPilotError
from app.platforms.base import Region, Shot
from app.ui import self_test
from app.ui.capture_report import Report, RouteResult
from app.ui.marker import Marker
from app.ui.self_test import SelfTest
from tests.recorded import until


class Refusing:
    name = "refusing"

    def grab(self, region: Region) -> Shot:
        raise GhostPilotError("refusing cannot capture the screen")


@pytest.fixture
async def overlay(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[QWidget]:
    monkeypatch.setattr(self_test, "SETTLE_S", 0.01)
    overlay = QWidget()
    overlay.setGeometry(100, 100, 200, 100)
    overlay.show()
    yield overlay
    overlay.deleteLater()


async def test_a_display_that_cannot_be_captured_is_unknown(overlay: QWidget) -> None:
    result = await SelfTest(overlay, [Refusing()]).run()

    assert [r.verdict for r in result.results] == ["unknown", "unknown"]
    assert result.results[1].why == "refusing cannot capture the screen."


async def test_every_run_is_reported_and_leaves_nothing_behind(overlay: QWidget) -> None:
    test = SelfTest(overlay, [])
    reports: list[Report] = []
    test.reported.connect(reports.append)

    await asyncio.gather(test.run(), test.run())
    await asyncio.sleep(0.01)

    assert len(reports) == 2
    assert overlay.findChildren(Marker) == []
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, Marker) and w.isVisible()
    ]


async def test_a_hidden_overlay_shows_no_pattern(overlay: QWidget) -> None:
    overlay.hide()
    result = await SelfTest(overlay, []).run()
    assert result.results == (RouteResult("Qt", "unknown", "the overlay is hidden"),)


async def test_it_runs_by_itself_once_a_show_has_settled(
    overlay: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "QUIET_MS", 50)
    test = SelfTest(overlay, [])
    reports: list[Report] = []
    test.reported.connect(reports.append)
    test.watch()
    for _ in range(3):
        overlay.hide()
        overlay.show()
        await asyncio.sleep(0.01)

    await until(lambda: reports)
    await asyncio.sleep(0.4)

    assert len(reports) == 1

"""The self-test's course and words; real displays are in tests/x11/test_self_test.py."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.errors import GhostPilotError
from app.platforms.base import Region, Shot
from app.ui import self_test
from app.ui.marker import Marker, Verdict
from app.ui.self_test import Report, RouteResult, SelfTest, native
from tests.recorded import until

AT = datetime.datetime(2026, 11, 20, 14, 3)


def report(*verdicts: Verdict) -> Report:
    names = ("Qt", "mss", "import")
    return Report(AT, tuple(map(RouteResult, names, verdicts)))


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        (("not seen", "not seen"), "not seen by the 2 ways tried at 14:03"),
        (("not seen",), "not seen by the only way tried at 14:03"),
        (("not seen", "unknown"), "not seen by the only way tried at 14:03, 1 more could not tell"),
        (("not seen", "VISIBLE"), "VISIBLE to captures (mss) at 14:03"),
        (("black box", "not seen"), "a black box in captures (Qt) at 14:03"),
        (
            ("unknown", "unknown"),
            "unknown what captures see: none of 2 ways could tell at 14:03",
        ),
    ],
)
def test_the_words_are_careful(verdicts: tuple[Verdict, ...], sentence: str) -> None:
    assert report(*verdicts).sentence == sentence
    assert "invisible" not in sentence


def test_only_a_visible_overlay_is_a_problem() -> None:
    assert report("not seen", "black box", "unknown").problem() is None
    problem = report("VISIBLE", "not seen").problem("Use the window rule.")
    assert problem is not None
    assert problem.sticky
    assert problem.next_step == "Use the window rule."


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


async def test_a_region_counts_native_pixels(overlay: QWidget) -> None:
    screen = overlay.screen()
    assert screen is not None
    scale = screen.devicePixelRatio()
    region = native(QRect(10, 20, 30, 40), screen)
    assert region == Region(*(round(n * scale) for n in (10, 20, 30, 40)))

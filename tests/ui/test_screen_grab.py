"""A screenshot is a PNG of what was asked for, and the overlay is back afterwards."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QGuiApplication, QImage, QPixmap, QScreen
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError
from app.core.tasks import spawn
from app.ui.region_picker import RegionPicker
from app.ui.screen_grab import grab_screen, whole
from tests.recorded import until
from tests.ui.windows import shown, the_shown


@pytest.fixture
async def overlay() -> QWidget:
    made = QWidget()
    made.show()
    return made


@pytest.fixture
def visible(monkeypatch: pytest.MonkeyPatch, overlay: QWidget) -> list[bool]:
    """Whether the overlay was on screen at each grab."""
    seen: list[bool] = []

    def grab(screen: QScreen, *part: object) -> QPixmap:
        if not part:  # a part is what an overlay of another test sees behind itself
            seen.append(overlay.isVisible())
        picture = QPixmap(screen.size())
        picture.fill()
        return picture

    monkeypatch.setattr(QScreen, "grabWindow", grab)
    return seen


@pytest.mark.parametrize("area", ["screen", "all"])
@pytest.mark.parametrize("hide", [True, False])
async def test_the_overlay_is_hidden_for_the_grab_where_that_is_needed(
    overlay: QWidget, visible: list[bool], area: str, hide: bool
) -> None:
    png = await grab_screen(overlay, area, hide=hide)
    assert png is not None
    room, _ = whole(QGuiApplication.screens())
    assert (QImage.fromData(png).width(), QImage.fromData(png).height()) == (
        room.width(),
        room.height(),
    )
    assert visible == [not hide]
    assert overlay.isVisible()
    overlay.close()


async def test_a_region_is_chosen_while_the_overlay_is_away(
    overlay: QWidget, visible: list[bool]
) -> None:
    for key, size in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)):
        grabbing = spawn(grab_screen(overlay, "region", hide=False), name="grab")
        picker = await the_shown(RegionPicker)
        assert not overlay.isVisible()
        QTest.keyClick(picker, key)
        assert (await grabbing is not None) is size
        assert overlay.isVisible()
        await until(lambda: not shown(RegionPicker))
    assert visible == [False, False]
    overlay.close()


async def test_no_picture_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    overlay = QWidget()
    monkeypatch.setattr(QScreen, "grabWindow", lambda screen, *part: QPixmap())
    for area in ("screen", "all", "region"):
        with pytest.raises(GhostPilotError, match="could not be captured"):
            await grab_screen(overlay, area)
    assert not overlay.isVisible()


def test_all_screens_are_measured_together() -> None:
    class Screen:
        def __init__(self, place: QRect, scale: float) -> None:
            self.geometry, self.devicePixelRatio = lambda: place, lambda: scale

    left, right = Screen(QRect(-800, 0, 800, 600), 1.0), Screen(QRect(0, 0, 1000, 900), 2.0)
    room, fine = whole([left, right])
    assert (room, fine) == (QRect(-800, 0, 1800, 900), 2.0)

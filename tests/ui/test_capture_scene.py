"""The patterns are placed where captures show them; real displays are in tests/x11."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.errors import GhostPilotError
from app.platforms.base import Region, Shot
from app.ui.capture_scene import Scene, grab_by_qt, native
from app.ui.exclusion import ORDINARY
from app.ui.marker import Marker


@pytest.fixture
async def overlay() -> AsyncIterator[QWidget]:
    overlay = QWidget()
    overlay.setGeometry(100, 100, 200, 100)
    overlay.show()
    yield overlay
    overlay.deleteLater()


async def test_one_pattern_is_on_the_overlay_and_one_in_an_ordinary_window(
    overlay: QWidget,
) -> None:
    screen = overlay.screen()
    assert screen is not None
    scene = Scene(overlay, screen)
    (beside,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, Marker) and w.isVisible()
    ]
    window = beside.windowHandle()
    assert window is not None
    assert window.property(ORDINARY)
    assert not beside.geometry().intersects(overlay.geometry())
    assert len(overlay.findChildren(Marker)) == 1
    blank = await scene.judged("blank", Shot(1, 1, bytes(3)))
    assert (blank.verdict, blank.why) == ("unknown", "it did not show an ordinary window")
    scene.close()
    assert not beside.isVisible()


async def test_without_a_real_screen_qt_captures_nothing(overlay: QWidget) -> None:
    screen = overlay.screen()
    assert screen is not None
    with pytest.raises(GhostPilotError, match="no real screen"):
        grab_by_qt(screen)


async def test_a_region_counts_native_pixels(overlay: QWidget) -> None:
    screen = overlay.screen()
    assert screen is not None
    scale = screen.devicePixelRatio()
    region = native(QRect(10, 20, 30, 40), screen)
    assert region == Region(*(round(n * scale) for n in (10, 20, 30, 40)))

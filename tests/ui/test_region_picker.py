"""A part of the screen is chosen by mouse or by keys, and Esc chooses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtGui import QColor, QGuiApplication, QPixmap
from PyQt6.QtTest import QTest

from app.core.tasks import cancel, spawn
from app.ui.region_picker import RegionPicker, pick_region
from tests.ui.windows import the_shown


def drag(picker: RegionPicker) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(picker, left, pos=QPoint(300, 200))
    QTest.mouseMove(picker, QPoint(200, 120))
    QTest.mouseRelease(picker, left, pos=QPoint(200, 120))


def arrows(picker: RegionPicker) -> None:
    QTest.keyClick(picker, Qt.Key.Key_Down)
    QTest.keyClick(picker, Qt.Key.Key_Right)
    QTest.keyClick(picker, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(picker, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("act", "band"),
    [
        (drag, QRect(200, 120, 100, 80)),
        (arrows, QRect(220, 150, 420, 300)),
        (lambda picker: QTest.keyClick(picker, Qt.Key.Key_Return), QRect(0, 0, 800, 600)),
        (lambda picker: QTest.keyClick(picker, Qt.Key.Key_Escape), None),
        (lambda picker: QTest.mouseClick(picker, Qt.MouseButton.RightButton), None),
    ],
)
async def test_a_choice(act: Callable[[RegionPicker], None], band: QRect | None) -> None:
    picture = QPixmap(800, 600)
    picture.fill(QColor("teal"))
    picker = RegionPicker(picture)
    picker.resize(800, 600)
    picker.show()
    said: list[QRect | None] = []
    picker.decided.connect(said.append)
    act(picker)
    assert said == [band]
    picker.close()


async def test_the_part_has_the_pixels_of_the_picture() -> None:
    screen = QGuiApplication.primaryScreen()
    assert screen is not None
    picture = QPixmap(screen.size() * 2)  # a screen with two pixels where the window has one
    picture.fill()
    choosing = spawn(pick_region(picture, screen), name="pick")
    picker = await the_shown(RegionPicker)
    drag(picker)
    part = await choosing
    assert part is not None
    assert (part.width(), part.height()) == (200, 160)


async def test_a_cancelled_choice_goes_away() -> None:
    screen = QGuiApplication.primaryScreen()
    assert screen is not None
    picture = QPixmap(80, 60)
    picture.fill()
    choosing = spawn(pick_region(picture, screen), name="pick")
    picker = await the_shown(RegionPicker)
    gone = asyncio.Event()
    picker.destroyed.connect(gone.set)
    await cancel(choosing)
    await asyncio.wait_for(gone.wait(), 2)

"""The mouse moves the panel, and resizes it at its right and lower edge."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFrame

from app.ui.drag import Drag

pytestmark = pytest.mark.usefixtures("qapp")


def drag(start: QPoint, end: QPoint) -> tuple[list[QPoint], list[QPoint], list[bool]]:
    panel = QFrame(None, Qt.WindowType.FramelessWindowHint)
    panel.setGeometry(50, 60, 300, 200)
    panel.show()
    moved: list[QPoint] = []
    resized: list[QPoint] = []
    ended: list[bool] = []
    dragging = Drag(panel)
    dragging.moved.connect(moved.append)
    dragging.resized.connect(resized.append)
    dragging.finished.connect(lambda: ended.append(True))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(panel, left, pos=start)
    QTest.mouseMove(panel, end)
    QTest.mouseRelease(panel, left, pos=end)
    panel.hide()
    return moved, resized, ended


def test_a_drag_inside_moves() -> None:
    moved, resized, ended = drag(QPoint(20, 20), QPoint(50, 60))
    assert moved[-1] == QPoint(80, 100)
    assert resized == []
    assert ended == [True]


@pytest.mark.parametrize(
    ("start", "by"),
    [
        (QPoint(297, 100), QPoint(10, 0)),
        (QPoint(100, 197), QPoint(0, 10)),
        (QPoint(297, 197), QPoint(10, 10)),
    ],
)
def test_a_drag_at_an_edge_resizes_in_its_direction(start: QPoint, by: QPoint) -> None:
    moved, resized, _ = drag(start, start + QPoint(10, 10))
    assert moved == []
    assert resized[-1] == by

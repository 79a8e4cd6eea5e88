"""Lets the user choose a part of a picture of the screen: a rubber band over the whole screen."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QScreen,
)
from PyQt6.QtWidgets import QWidget

from app.ui.language import tr

SMALLEST = 8
"""Pixels a side; less was a click and no choice."""
STEP = 20
"""Pixels an arrow key moves or widens the band."""
DIMMED = QColor(0, 0, 0, 130)
BAND = QColor("#6cb6ff")
ARROWS = {
    Qt.Key.Key_Left: QPoint(-STEP, 0),
    Qt.Key.Key_Right: QPoint(STEP, 0),
    Qt.Key.Key_Up: QPoint(0, -STEP),
    Qt.Key.Key_Down: QPoint(0, STEP),
}


class RegionPicker(QWidget):
    """Shows the picture dimmed; what is dragged over is bright. Return takes it, Esc none.

    The arrow keys make a band without a mouse, move it, and with Shift change its size.
    """

    decided = pyqtSignal(object)
    """The `QRect` in logical pixels of the picture, or None."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__(
            None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self._picture = picture
        self._from: QPoint | None = None
        self.band = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Choose a part of the screen"))
        self.setAccessibleDescription(self.hint)

    @property
    def hint(self) -> str:
        """What can be done, as it stands on the screen."""
        return tr("Drag over what to ask about, or use the arrow keys. Return: ask. Esc: cancel.")

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """A band begins."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
        elif event is not None:
            self.decided.emit(None)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """The band follows the mouse."""
        if event is not None and self._from is not None:
            here = event.position().toPoint()
            left, top = min(here.x(), self._from.x()), min(here.y(), self._from.y())
            size = here - self._from
            self._set(QRect(left, top, abs(size.x()), abs(size.y())))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """The band is the choice, unless it was hardly one."""
        if self._from is None:
            return
        self._from = None
        if min(self.band.width(), self.band.height()) >= SMALLEST:
            self.decided.emit(self.band)
        else:
            self._set(QRect())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Everything without a mouse."""
        key = Qt.Key(event.key()) if event is not None else Qt.Key.Key_unknown
        if key == Qt.Key.Key_Escape:
            self.decided.emit(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.decided.emit(self.band if not self.band.isEmpty() else self.rect())
        elif key in ARROWS and event is not None:
            wider = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._nudge(ARROWS[key], wider=wider)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """The picture, dark outside the band."""
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        painter.fillRect(self.rect(), DIMMED)
        if not self.band.isEmpty():
            painter.setClipRect(self.band)
            painter.drawPixmap(self.rect(), self._picture)
            painter.setClipping(False)
            painter.setPen(QPen(BAND, 2))
            painter.drawRect(self.band)
        self._paint_hint(painter)
        painter.end()

    def _paint_hint(self, painter: QPainter) -> None:
        words = self.hint
        if not self.band.isEmpty():
            words = f"{self.band.width()} x {self.band.height()}   {words}"
        font = painter.font()
        font.setPointSizeF(12)
        painter.setFont(font)
        room = painter.fontMetrics().boundingRect(words).adjusted(-14, -9, 14, 9)
        room.moveCenter(QPoint(self.width() // 2, 0))
        room.moveTop(24)
        painter.fillRect(room, QColor(20, 24, 32, 235))
        painter.setPen(QColor("#e6edf3"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _nudge(self, by: QPoint, *, wider: bool) -> None:
        if self.band.isEmpty():
            room = QRect(0, 0, self.width() // 2, self.height() // 2)
            room.moveCenter(self.rect().center())
            self._set(room)
        elif wider:
            size = self.band.adjusted(0, 0, by.x(), by.y())
            self._set(size if min(size.width(), size.height()) >= SMALLEST else self.band)
        else:
            self._set(self.band.translated(by))

    def _set(self, band: QRect) -> None:
        self.band = band.intersected(self.rect())
        self.update()


async def pick_region(picture: QPixmap, screen: QScreen) -> QPixmap | None:
    """The part of a screen's picture that the user chooses; None when it was cancelled."""
    picker = RegionPicker(picture)
    chosen: asyncio.Future[QRect | None] = asyncio.get_running_loop().create_future()

    def decide(band: QRect | None) -> None:
        if not chosen.done():
            chosen.set_result(band)

    picker.decided.connect(decide)
    picker.destroyed.connect(lambda: decide(None))
    picker.setGeometry(screen.geometry())
    picker.showFullScreen()
    picker.raise_()
    picker.activateWindow()
    picker.grabKeyboard()  # Esc must work although another program had the keys
    try:
        band = await chosen
        size = picker.size()
    finally:
        picker.releaseKeyboard()
        picker.close()
    if band is None:
        return None
    across, down = picture.width() / size.width(), picture.height() / size.height()
    cut = QRect(
        round(band.x() * across), round(band.y() * down),
        round(band.width() * across), round(band.height() * down),
    )  # fmt: skip
    part = picture.copy(cut)
    part.setDevicePixelRatio(1.0)
    return part

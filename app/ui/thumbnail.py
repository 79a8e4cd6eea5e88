"""The small picture beside a question that was asked about the screen."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PyQt6.QtWidgets import QLabel, QWidget

from app.ui.language import tr

LARGEST = QSize(240, 96)
"""Logical pixels of the picture on screen."""
FINE = 2
"""It is kept this much finer, for screens that show more pixels."""
EDGE = QColor(128, 140, 155)
"""So that a dark picture has an end on a dark panel."""


class Thumbnail(QLabel):
    """Shows what went along with a question, so that nothing is sent unseen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thumbnail")
        self.setAccessibleName(tr("The screenshot sent with this question"))
        self.setToolTip(self.accessibleName())
        self._shown: QImage | None = None
        self.hide()

    @property
    def has_picture(self) -> bool:
        """Whether there is something to show."""
        return self._shown is not None

    def show_picture(self, image: QImage | None) -> None:
        """Show a picture made by `make_thumbnail`; None takes it away."""
        if image is self._shown:
            return
        self._shown = image
        if image is None:
            self.clear()
            return
        picture = QPixmap.fromImage(image)
        if not picture.isNull():
            painter = QPainter(picture)
            painter.setPen(QPen(EDGE, FINE))
            painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
            painter.end()
        picture.setDevicePixelRatio(FINE)
        self.setPixmap(picture)


async def make_thumbnail(png: bytes) -> QImage:
    """A picture scaled down in a worker; an empty one where it cannot be read."""
    return await asyncio.get_running_loop().run_in_executor(None, _small, png)


def _small(png: bytes) -> QImage:
    image = QImage.fromData(png)
    room = LARGEST * FINE
    if image.width() <= room.width() and image.height() <= room.height():
        return image
    return image.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )

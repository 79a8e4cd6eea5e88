"""A picture of the screen the user looks at, without the overlay in it."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice
from PyQt6.QtGui import QCursor, QGuiApplication, QImage, QPixmap
from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError

SETTLE_S = 0.15
"""What compositors need to draw the screen without a window that was hidden."""


async def grab_screen(overlay: QWidget) -> bytes:
    """The screen under the mouse as PNG; the overlay is hidden for the moment of the grab.

    Raises `GhostPilotError` where the system gives no picture.
    """
    shown = overlay.isVisible()
    overlay.hide()
    try:
        if shown:
            await asyncio.sleep(SETTLE_S)
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        picture = screen.grabWindow() if screen is not None else QPixmap()
    finally:
        overlay.setVisible(shown)
    if picture.isNull():
        raise GhostPilotError(
            "The screen could not be captured",
            "the system gave no picture of it",
            "Ask without a screenshot, or allow GhostPilot to record the screen.",
        )
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, _as_png, picture.toImage())


def _as_png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())

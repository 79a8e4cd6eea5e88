"""A picture of what the user looks at: a screen, all of them, or a part; never the overlay."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF
from PyQt6.QtGui import QCursor, QGuiApplication, QImage, QPainter, QPixmap, QScreen
from PyQt6.QtWidgets import QWidget

from app.core.errors import GhostPilotError
from app.ui.region_picker import pick_region

SETTLE_S = 0.15
"""What compositors need to draw the screen without a window that was hidden."""


async def grab_screen(overlay: QWidget, area: str = "screen", *, hide: bool = True) -> bytes | None:
    """A PNG of an ``area``: ``screen`` under the mouse, ``all`` screens, or a ``region`` of it
    that the user chooses; None when the user cancelled that.

    The overlay is hidden for the moment of the grab. ``hide`` False spares it that where the
    system leaves it out of captures; a choice of a region still needs it away. Raises
    `GhostPilotError` where the system gives no picture.
    """
    shown = overlay.isVisible()
    away = shown and (hide or area == "region")
    if away:
        overlay.hide()
    try:
        if away:
            await asyncio.sleep(SETTLE_S)
        picture: QPixmap | None
        if area == "all":
            picture = _all_screens()
        else:
            screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
            picture = screen.grabWindow() if screen is not None else QPixmap()
            if area == "region" and screen is not None and not picture.isNull():
                picture = await pick_region(picture, screen)
    finally:
        if away:
            overlay.show()
    if picture is None:
        return None
    if picture.isNull():
        raise GhostPilotError(
            "The screen could not be captured",
            "the system gave no picture of it",
            "Ask without a screenshot, or allow GhostPilot to record the screen.",
        )
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, _as_png, picture.toImage())


def _all_screens() -> QPixmap:
    """All screens in one picture, as they stand beside each other, in the finest one's pixels."""
    screens = QGuiApplication.screens()
    pictures = [(screen, screen.grabWindow()) for screen in screens]
    if not pictures or any(picture.isNull() for _, picture in pictures):
        return QPixmap()
    room, fine = whole(screens)
    desktop = QPixmap(room.size() * fine)
    desktop.fill()
    painter = QPainter(desktop)
    for screen, picture in pictures:
        place = QRectF(screen.geometry().translated(-room.topLeft()))
        target = QRectF(place.topLeft() * fine, place.size() * fine)
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
    painter.end()
    return desktop


def whole(screens: list[QScreen]) -> tuple[QRect, float]:
    """The rectangle around all screens in logical pixels, and the finest of their scales."""
    room = QRect()
    for screen in screens:
        room = room.united(screen.geometry())
    return room, max(screen.devicePixelRatio() for screen in screens)


def _as_png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())

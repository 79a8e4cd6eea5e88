"""Ordinary windows open beside the overlay, which would stand above them."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QWidget

from app.ui.placed_window import PlacedWindow
from app.ui.placement import Rect, beside


def open_beside(window: QWidget, overlay: PlacedWindow | None, wanted: QSize, least: int) -> None:
    """Give a window its first place and size; ``least`` is the width below which it is no use.

    An overlay that is hidden or on another screen takes no room.
    """
    screen = window.screen()
    if screen is None:
        window.resize(wanted)
        return
    area = screen.availableGeometry()
    room = Rect(area.x(), area.y(), area.width(), area.height())
    taken = overlay.stands if overlay is not None and overlay.isVisible() else None
    if taken is not None and not room.x <= taken.x < room.right:
        taken = None
    place = beside((wanted.width(), wanted.height()), least, taken, room)
    window.resize(place.width, place.height)
    window.move(place.x, place.y)

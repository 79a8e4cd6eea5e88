"""Windows open beside the overlay while it is on screen, and anywhere while it is not."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QWidget

from app.core import settings
from app.ui.beside import open_beside
from app.ui.overlay import Overlay


async def test_an_overlay_that_is_hidden_takes_no_room() -> None:
    overlay = Overlay(settings.Overlay(), on_problem=print)
    window = QWidget()
    wide = QSize(5000, 300)
    open_beside(window, overlay, wide, 100)
    alone = window.width()
    overlay.show()
    open_beside(window, overlay, wide, 100)
    assert window.width() < alone
    assert window.x() + window.width() <= overlay.stands.x
    overlay.close()


async def test_a_window_that_needs_its_width_lies_under_the_overlay_in_part() -> None:
    overlay = Overlay(settings.Overlay(), on_problem=print)
    overlay.show()
    window = QWidget()
    open_beside(window, overlay, QSize(5000, 300), overlay.stands.x + 50)
    assert window.width() == overlay.stands.x + 50
    overlay.close()

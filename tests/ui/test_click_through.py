"""Click-through on any top-level widget; what window managers do to it is tested in tests/x11."""

from __future__ import annotations

import asyncio

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from app.ui.click_through import is_click_through, set_click_through


async def test_it_can_be_switched_while_the_window_stays_the_same() -> None:
    window = QWidget(None, Qt.WindowType.Tool)
    window.show()
    before = int(window.winId())

    set_click_through(window, True)
    assert is_click_through(window)
    set_click_through(window, False)
    assert not is_click_through(window)

    assert int(window.winId()) == before
    assert window.isVisible()
    window.deleteLater()
    await asyncio.sleep(0)


async def test_it_may_be_set_before_the_first_show() -> None:
    window = QWidget()
    set_click_through(window, True)
    assert not window.isVisible()

    window.show()
    await asyncio.sleep(0.02)

    assert is_click_through(window)
    window.deleteLater()
    await asyncio.sleep(0)


async def test_it_survives_a_new_native_window() -> None:
    window = QWidget()
    window.show()
    set_click_through(window, True)

    window.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
    window.show()
    await asyncio.sleep(0.02)

    assert is_click_through(window)
    window.deleteLater()
    await asyncio.sleep(0)

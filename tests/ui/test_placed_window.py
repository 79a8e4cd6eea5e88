"""A window that stands where it was put and leaves the keyboard alone."""

from __future__ import annotations

import asyncio

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QGuiApplication

from app.ui import x11_window
from app.ui.placed_window import PlacedWindow
from app.ui.placement import Place, screen_key
from tests.recorded import until


def key() -> str:
    screen = QGuiApplication.primaryScreen()
    assert screen is not None
    size = screen.geometry()
    return screen_key(screen.name(), size.width(), size.height())


async def test_it_begins_where_it_was_last() -> None:
    window = PlacedWindow(400, {key(): Place(30, 40, 300)}, translucent=True)
    window.fit(200)
    assert window.geometry().getRect() == (30, 40, 300, 200)


async def test_a_place_of_a_screen_that_is_gone_is_kept_but_not_used() -> None:
    window = PlacedWindow(400, {"gone 1x1": Place(1, 1, 333)}, translucent=True)
    assert window.place.width == 400
    told: list[dict[str, Place]] = []
    window.places_changed.connect(told.append)
    window.move_by(-20, 0)
    await until(lambda: told)
    assert set(told[0]) == {"gone 1x1", key()}


async def test_moves_are_told_once_they_have_ended() -> None:
    window = PlacedWindow(300, {key(): Place(100, 100, 300)}, translucent=True)
    told: list[dict[str, Place]] = []
    window.places_changed.connect(told.append)
    for _ in range(5):
        window.move_by(10, 5)
    window.resize_by(40, 0)
    await until(lambda: told)
    await asyncio.sleep(0.6)
    assert told == [{key(): Place(150, 125, 340)}]


async def test_it_follows_the_mouse() -> None:
    window = PlacedWindow(300, {key(): Place(100, 100, 300)}, translucent=True)
    window.fit(100)
    window.drag_to(QPoint(200, 220))
    assert window.pos() == QPoint(200, 220)


async def test_a_changed_width_setting_counts_where_the_window_is() -> None:
    window = PlacedWindow(300, {key(): Place(100, 100, 300)}, translucent=True)
    window.set_default_width(444)
    window.follow_screens()
    assert window.width() == 444


async def test_it_takes_the_keyboard_only_on_demand() -> None:
    window = PlacedWindow(300, {}, translucent=True)
    window.show()
    handle = window.windowHandle()
    assert handle is not None
    assert handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus
    window.take_keyboard()
    assert not handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus
    window.release_keyboard()
    assert handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus


async def test_the_first_frame_is_told() -> None:
    window = PlacedWindow(300, {}, translucent=True)
    painted = asyncio.Event()
    window.first_painted.connect(painted.set)
    window.show()
    await asyncio.wait_for(painted.wait(), 5)


async def test_a_window_moved_before_it_is_shown_stays_there() -> None:
    window = PlacedWindow(300, {}, translucent=True)
    window.fit(100)
    window.move(60, 70)
    window.show()
    window.fit(150)
    assert window.geometry().getRect() == (60, 70, 300, 150)


async def test_a_window_moved_by_others_stays_there() -> None:
    window = PlacedWindow(300, {key(): Place(10, 10, 300)}, translucent=True)
    window.fit(100)
    window.show()
    window.move(90, 95)
    window.fit(160)
    assert window.geometry().getRect() == (90, 95, 300, 160)
    await asyncio.sleep(0.4)
    window.fit(120)
    assert window.geometry().getRect() == (90, 95, 300, 120)
    assert window.place == Place(90, 95, 300)


async def test_a_window_shown_again_goes_back_to_its_place() -> None:
    window = PlacedWindow(300, {key(): Place(100, 80, 300)}, translucent=True)
    window.fit(100)
    window.show()
    await asyncio.sleep(0.1)
    window.hide()
    window.move(0, 0)
    window.show()
    await asyncio.sleep(0.5)
    assert window.pos() == QPoint(100, 80)
    assert window.place == Place(100, 80, 300)
    window.close()


@pytest.mark.parametrize("painted", [True, False])
async def test_a_report_of_a_move_that_never_was_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, painted: bool
) -> None:
    window = PlacedWindow(300, {key(): Place(100, 80, 300)}, translucent=True)
    window.fit(100)
    if not painted:  # a busy machine draws the first frame later
        monkeypatch.setattr(window, "paintEvent", lambda event: None)
    window.show()
    await asyncio.sleep(0.05)
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    monkeypatch.setattr(x11_window, "corner_of", lambda window_id: (100, 80))
    window.move(0, 0)  # as a window manager's frame makes Qt believe
    await asyncio.sleep(0.5)
    assert window.pos() == QPoint(100, 80)
    assert window.place == Place(100, 80, 300)


async def test_a_window_hidden_before_its_first_frame_goes_back_to_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = PlacedWindow(300, {key(): Place(100, 80, 300)}, translucent=True)
    monkeypatch.setattr(window, "paintEvent", lambda event: None)
    window.fit(100)
    window.show()
    window.hide()
    window.move(0, 0)  # as a window manager's frame makes Qt believe
    window.show()
    await until(lambda: window.pos() == QPoint(100, 80))
    assert window.place == Place(100, 80, 300)
    window.close()

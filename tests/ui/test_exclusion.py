"""Every window of the program is kept out of captures, each time it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu, QWidget

from app.platforms.base import Exclusion
from app.platforms.null import NullExclusion
from app.ui.exclusion import ORDINARY, ExcludeOwnWindows


class Guarded:
    """The watcher with a stand-in system."""

    def __init__(self, answer: Exclusion = "excluded") -> None:
        self.system = NullExclusion(answer=answer)
        self.watcher = ExcludeOwnWindows(self.system)
        self.told: list[str] = []
        self.watcher.changed.connect(self.told.append)
        self.watcher.start()

    def asked(self, window: QWidget) -> int:
        return self.system.asked.count(int(window.winId()))


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    guarded = Guarded()
    yield guarded
    guarded.watcher.stop()


async def shown(window: QWidget) -> None:
    window.show()
    await asyncio.sleep(0.02)


async def test_each_show_asks_before_and_after(guarded: Guarded) -> None:
    window = QWidget()
    await shown(window)
    assert guarded.asked(window) >= 2

    window.hide()
    before = guarded.asked(window)
    await shown(window)
    assert guarded.asked(window) >= before + 2
    window.deleteLater()


async def test_menus_and_tool_windows_are_windows_too(guarded: Guarded) -> None:
    window = QWidget()
    menu = QMenu(window)
    menu.addAction("An entry")
    tool = QWidget(window, Qt.WindowType.ToolTip)
    await shown(window)
    menu.popup(window.pos())
    await shown(tool)

    assert guarded.asked(menu) >= 1
    assert guarded.asked(tool) >= 1
    menu.close()
    window.deleteLater()


async def test_a_window_made_anew_is_asked_for_anew(guarded: Guarded) -> None:
    window = QWidget()
    await shown(window)
    window.setWindowFlags(Qt.WindowType.Tool)
    await shown(window)
    assert guarded.system.asked[-1] == int(window.winId())
    window.deleteLater()


async def test_the_control_of_the_self_test_stays_ordinary(guarded: Guarded) -> None:
    window = QWidget()
    window.winId()
    handle = window.windowHandle()
    assert handle is not None
    handle.setProperty(ORDINARY, True)
    await shown(window)
    assert guarded.asked(window) == 0
    window.deleteLater()


async def test_a_change_of_the_answer_is_told_once(guarded: Guarded) -> None:
    window = QWidget()
    await shown(window)
    window.hide()
    await shown(window)
    assert guarded.told == ["excluded"]
    window.deleteLater()


async def test_where_nothing_can_be_done_the_watching_ends() -> None:
    guarded = Guarded("unsupported")
    window = QWidget()
    await shown(window)
    first = len(guarded.system.asked)
    window.hide()
    await shown(window)
    assert len(guarded.system.asked) == first == 1
    assert guarded.told == ["unsupported"]
    window.deleteLater()

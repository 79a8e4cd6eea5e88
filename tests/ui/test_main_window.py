"""Tabs are built when they are first shown; closing the window only hides it."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QLabel

from app.core import settings
from app.ui.main_window import MainWindow


@pytest.fixture
async def window() -> MainWindow:
    return MainWindow(settings.Overlay())


async def test_a_tab_is_built_when_it_is_first_shown(window: MainWindow) -> None:
    built: list[str] = []

    def make(name: str) -> QLabel:
        built.append(name)
        return QLabel(name)

    window.add_tab("sessions", "Sessions", lambda: make("sessions"))
    window.add_tab("settings", "Settings", lambda: make("settings"))
    assert built == []
    window.open("settings")
    window.open("settings")
    assert built == ["settings"]
    assert window.tab("sessions") is None
    window.open("sessions")
    tab = window.tab("sessions")
    assert isinstance(tab, QLabel) and tab.text() == "sessions"
    window.hide()


async def test_every_opening_is_told_with_the_tab_in_front(window: MainWindow) -> None:
    shown: list[str] = []
    window.add_tab("sessions", "Sessions", QLabel)
    window.shown_tab.connect(shown.append)
    window.open("main")  # no tab of that name: the one shown last
    assert shown == ["sessions"]
    window.hide()


async def test_closing_hides(window: MainWindow) -> None:
    window.add_tab("sessions", "Sessions", QLabel)
    window.open()
    assert window.isVisible()
    window.close()
    assert not window.isVisible()
    assert window.tab("sessions") is not None


async def test_the_theme_can_change(window: MainWindow) -> None:
    before = window.styleSheet()
    window.apply_settings(settings.Overlay(theme="light"))
    assert window.styleSheet() != before


async def test_a_changed_look_reaches_the_tabs_that_draw_themselves(window: MainWindow) -> None:
    class Drawing(QLabel):
        theme = ""

        def apply_settings(self, chosen: settings.Overlay) -> None:
            self.theme = chosen.theme

    window.add_tab("sessions", "Sessions", Drawing)
    window.add_tab("plain", "Plain", QLabel)
    window.add_tab("later", "Later", Drawing)
    window.open("plain")
    window.open("sessions")
    window.apply_settings(settings.Overlay(theme="light", font_size=20))
    tab = window.tab("sessions")
    assert isinstance(tab, Drawing) and tab.theme == "light"
    assert "#fcfcfd" in window.styleSheet() or "rgba(252, 252, 253" in window.styleSheet()
    window.hide()

"""The tabs of the window beside the overlay: each gets its desk, and is made when first shown."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from app.desks.sessions import SessionDesk
from app.parts import Plan
from app.ui.language import tr
from app.ui.main_window import MainWindow
from app.ui.overlay import Overlay

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget


def make_main_window(plan: Plan, overlay: Overlay, stack: AsyncExitStack) -> MainWindow:
    """The window with all its tabs; what they opened is closed by ``stack``."""
    desk = SessionDesk(plan)
    stack.push_async_callback(desk.aclose)
    window = MainWindow(overlay.chosen)

    def make_sessions() -> QWidget:
        from app.ui.sessions_tab import SessionsTab  # loads the charts

        tab = SessionsTab(desk, overlay.chosen)
        stack.callback(tab.view.replay.stop)
        tab.view.replay.open_note_requested.connect(overlay.open_note_requested)
        tab.view.replay.link_requested.connect(overlay.link_requested)
        window.shown_tab.connect(lambda name: tab.refresh() if name == "sessions" else None)
        return tab

    overlay.look_changed.connect(window.apply_settings)
    window.add_tab("sessions", tr("Sessions"), make_sessions)
    return window

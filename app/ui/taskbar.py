"""Keeps a window out of the taskbar and the window switcher under X11.

Elsewhere Qt's ``Tool`` windows are left out already. An X11 window manager forgets the state
of a window that is hidden, so that it is asked again after each show.
"""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget

from app.ui.x11_window import add_states

MAPPED_MS = 100
"""Time given to the window manager to take the window over; before that it does not listen."""
STATES = ("_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER")


def keep_out_of_taskbar(widget: QWidget) -> None:
    """Leave a top-level widget out, now and after every later show."""
    if QGuiApplication.platformName() == "xcb":
        _Keeper(widget)


class _Keeper(QObject):
    """Lives as a child of the widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MAPPED_MS)
        self._timer.timeout.connect(self._ask)
        widget.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Show:
            self._timer.start()
        return False

    def _ask(self) -> None:
        if self._widget.isVisible():
            add_states(int(self._widget.winId()), STATES)

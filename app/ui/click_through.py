"""Lets mouse clicks pass through a window, also where a window manager puts a frame around it.

Qt gives a click-through window an empty input shape. On X11 most window managers copy that
shape to their frame only when it changes after the window is mapped, and some never do; then
the frame swallows the clicks that the window lets through, and nobody gets them.
"""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget

FLAG = Qt.WindowType.WindowTransparentForInput
CHECKS_MS = (0, 60, 60, 280, 1100)
"""Pauses before each look at the frames: window managers put them around at their leisure."""


def set_click_through(widget: QWidget, on: bool) -> None:
    """Let clicks pass through a top-level widget, now and after every later show.

    May be called before the widget is first shown, and as often as the user likes.
    The widget keeps its native window, so that nothing flickers.
    """
    keeper = widget.findChild(_Keeper, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if keeper is None:
        keeper = _Keeper(widget)
    keeper.set(on)


def is_click_through(widget: QWidget) -> bool:
    """Whether clicks pass through the widget's window."""
    handle = widget.windowHandle()
    flags = handle.flags() if handle is not None else widget.windowFlags()
    return bool(flags & FLAG)


class _Keeper(QObject):
    """Lives as a child of the widget and puts the wish into effect whenever it is shown."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._on = False
        self._poked = False
        self._pauses: list[int] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check)
        widget.installEventFilter(self)

    def set(self, on: bool) -> None:
        self._on = on
        if self._widget.windowHandle() is None:
            self._widget.setWindowFlag(FLAG, on)  # the native window will be made with it
        self._apply()
        if self._widget.isVisible():
            self._settle()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in (QEvent.Type.Show, QEvent.Type.WinIdChange):
            self._settle()
        return False

    def _settle(self) -> None:
        self._poked = False
        self._pauses = list(CHECKS_MS)
        self._timer.start(self._pauses.pop(0))

    def _apply(self) -> None:
        handle = self._widget.windowHandle()
        if handle is not None:
            handle.setFlag(FLAG, self._on)

    def _check(self) -> None:
        self._apply()
        if self._needs_mending():
            if self._poked:
                self._mend()
            else:
                self._poke()
        if self._pauses:
            self._timer.start(self._pauses.pop(0))

    def _poke(self) -> None:
        """Change the shape and back: a window manager that follows changes copies it now."""
        handle = self._widget.windowHandle()
        assert handle is not None
        handle.setFlag(FLAG, not self._on)
        handle.setFlag(FLAG, self._on)
        self._poked = True

    def _mend(self) -> None:
        """The window manager did not follow: set the shape of its frames for it."""
        from app.ui.x11_window import set_frames_input

        set_frames_input(int(self._widget.winId()), through=self._on)

    def _needs_mending(self) -> bool:
        """Whether a frame of the shown window disagrees with the wish."""
        if QGuiApplication.platformName() != "xcb" or not self._widget.isVisible():
            return False
        from app.ui.x11_window import frames_taking_clicks

        taking = frames_taking_clicks(int(self._widget.winId()))
        return any(taking) if self._on else not all(taking)

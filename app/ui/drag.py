"""Moves and resizes a frameless window with the mouse."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QMouseEvent
from PyQt6.QtWidgets import QWidget

_EDGE = 8
"""Pixels along the right and lower edge that resize instead of move."""


class Drag(QObject):
    """Watches the mouse on the panel of a window. Wayland's compositor moves windows itself."""

    moved = pyqtSignal(QPoint)
    """Where the window's top left corner is dragged to, in pixels of the desktop."""
    resized = pyqtSignal(QPoint)
    """How far the lower right corner was dragged since the last signal."""
    finished = pyqtSignal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._grip: QPoint | None = None
        self._edges = (False, False)
        self._last = QPoint()
        panel.setMouseTracking(True)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take the mouse events of the panel; all others pass."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if event.type() == QEvent.Type.MouseMove:
                return self._move(event)
            if event.type() == QEvent.Type.MouseButtonRelease and self._grip is not None:
                self._grip = None
                self.finished.emit()
                return True
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        window = self._panel.window()
        handle = window.windowHandle() if window is not None else None
        if handle is not None and QGuiApplication.platformName() == "wayland":
            return handle.startSystemMove()
        self._grip = event.globalPosition().toPoint() - self._corner()
        self._last = event.globalPosition().toPoint()
        self._edges = self._edges_at(event.position().toPoint())
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at = event.globalPosition().toPoint()
        if self._grip is None:
            self._panel.setCursor(_cursor(self._edges_at(event.position().toPoint())))
            return False
        if any(self._edges):
            step = at - self._last
            across, down = self._edges
            self.resized.emit(QPoint(step.x() if across else 0, step.y() if down else 0))
            self._last = at
        else:
            self.moved.emit(at - self._grip)
        return True

    def _corner(self) -> QPoint:
        window = self._panel.window()
        return window.pos() if window is not None else QPoint()

    def _edges_at(self, point: QPoint) -> tuple[bool, bool]:
        size = self._panel.size()
        return point.x() >= size.width() - _EDGE, point.y() >= size.height() - _EDGE


def _cursor(edges: tuple[bool, bool]) -> Qt.CursorShape:
    return {
        (True, True): Qt.CursorShape.SizeFDiagCursor,
        (True, False): Qt.CursorShape.SizeHorCursor,
        (False, True): Qt.CursorShape.SizeVerCursor,
        (False, False): Qt.CursorShape.ArrowCursor,
    }[edges]

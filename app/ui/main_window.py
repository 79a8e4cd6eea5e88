"""The window beside the overlay: a frame of tabs, each made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QMainWindow, QTabWidget, QVBoxLayout, QWidget

from app.core import settings
from app.ui.beside import open_beside
from app.ui.placed_window import PlacedWindow
from app.ui.window_styles import window_sheet

LEAST_LETTERS = 52
"""Width below which a tab is no use, in letters of a wide kind."""


@runtime_checkable
class Themed(Protocol):
    """A tab that draws something itself."""

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take changed settings over at once."""


class MainWindow(QMainWindow):
    """An ordinary window. Closing it hides it: the program lives on in the overlay and tray."""

    shown_tab = pyqtSignal(str)
    """The name of the tab that came to the front."""

    def __init__(self, chosen: settings.Overlay, overlay: PlacedWindow | None = None) -> None:
        """It opens beside ``overlay`` where the screen has room for both."""
        super().__init__()
        self._makers: list[tuple[str, Callable[[], QWidget]]] = []
        self.setWindowTitle("GhostPilot")
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        if (bar := self._tabs.tabBar()) is not None:
            bar.setDrawBase(False)
            bar.setAccessibleName("GhostPilot")
        self._tabs.setAccessibleName("GhostPilot")
        self._tabs.currentChanged.connect(self._changed)
        self.setCentralWidget(self._tabs)
        self.apply_settings(chosen)
        least = self._tabs.fontMetrics().height() * LEAST_LETTERS
        open_beside(self, overlay, QSize(1280, 900), least)

    def add_tab(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """Add a tab; ``make`` builds what stands in it when it is first shown."""
        holder = QWidget(self)
        holder.setObjectName("page")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._makers.append((name, make))
        self._tabs.addTab(holder, title)

    def open(self, name: str = "") -> None:
        """Bring the window up with this tab in front; the one shown last without a name."""
        names = [known for known, _ in self._makers]
        before = self._tabs.currentIndex()
        index = names.index(name) if name in names else before
        self._tabs.setCurrentIndex(index)
        if not self.isVisible() or index == before:  # else the change has built it
            self._made(index)
        self.show()
        self.raise_()
        self.activateWindow()

    def tab(self, name: str) -> QWidget | None:
        """What stands in a tab; None before it was shown."""
        for index, (known, _) in enumerate(self._makers):
            if known == name:
                return self._content(index)
        return None

    def apply_settings(self, chosen: settings.Overlay) -> None:
        """Take a changed theme or text size over at once, in every tab that was shown."""
        self.setStyleSheet(window_sheet(chosen))
        for index in range(len(self._makers)):
            content = self._content(index)
            if isinstance(content, Themed):
                content.apply_settings(chosen)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Hide; the tabs stay as they are."""
        if event is not None:
            event.ignore()
        self.hide()

    def _content(self, index: int) -> QWidget | None:
        holder = self._tabs.widget(index)
        column = holder.layout() if holder is not None else None
        item = column.itemAt(0) if column is not None else None
        return item.widget() if item is not None else None

    def _changed(self, index: int) -> None:
        if self.isVisible():
            self._made(index)

    def _made(self, index: int) -> None:
        """Build the tab in front if it was never shown; only once the window is wanted."""
        holder = self._tabs.widget(index)
        if index >= len(self._makers) or holder is None:
            return
        name, make = self._makers[index]
        column = holder.layout()
        if column is not None and column.count() == 0:
            column.addWidget(make())
        self.shown_tab.emit(name)

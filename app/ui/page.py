"""The parts above the overlay's footer, which scroll where the window has no room for all."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.styles import restyle

GAP = 10
"""Pixels below each part."""
BAR = 8
"""Pixels beside the parts that are kept for the scroll bar, so that it moves no line."""
LEAST_VIEW = 120
"""Pixels of a part that scrolls by itself, an answer or a note, before the page scrolls."""
_SHARE = 0.6
"""Part of the window such a part may have once the page scrolls: it is what is read."""


class Page(QScrollArea):
    """A column of parts, each as wide as the page and as high as it needs.

    Parts that scroll by themselves give way first. Large text on a small screen may still
    need more than there is: then the page scrolls, and nothing is squeezed or cut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget(self)
        self._inside.setObjectName("page")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, GAP)
        self.column.setSpacing(GAP)
        self.setWidget(self._inside)
        self._parts = self._scrolled = 0
        self._from_end = False
        self._kept_place = False
        bar = self.verticalScrollBar()
        assert bar is not None
        self._bar = bar
        bar.rangeChanged.connect(self._range_changed)
        bar.actionTriggered.connect(self._scrolled_by_hand)

    @property
    def scrolls(self) -> bool:
        """Whether there is more than the window shows."""
        return self._bar.maximum() > 0

    def set_needs(self, parts: int, scrolled: int, *, from_end: bool) -> None:
        """Pixels of all parts with their gaps, and of what scrolls by itself among them.

        ``from_end``: what matters most stands at the end, so that is what is seen first.
        """
        if from_end != self._from_end:
            self._from_end = from_end
            self._kept_place = False
        if (parts, scrolled) != (self._parts, self._scrolled):
            self._parts, self._scrolled = parts, scrolled
            self.updateGeometry()
        self._arrange()

    def begin(self) -> None:
        """Other content comes: show what matters most of it."""
        self._kept_place = False
        self._go_where_it_matters()

    def scroll_pages(self, pages: float) -> None:
        """Scroll by so many times what is seen at once."""
        self._kept_place = True
        wanted = self._bar.value() + pages * self._bar.pageStep()
        self._bar.setValue(round(min(max(wanted, 0), self._bar.maximum())))

    def minimumSizeHint(self) -> QSize:
        """No more than its parts need: what is asked for beyond that is taken from the notices."""
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), least_height(self._parts, self._scrolled)))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """All of the width but the bar's for the parts, and at least all of the height."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.height()
        needed = least_height(self._parts, self._scrolled)
        if needed > room:
            view = max(LEAST_VIEW, round(room * _SHARE))
            needed = self._parts + min(self._scrolled, view)
        width, height = self.width() - BAR, max(room, needed)
        if (self._inside.width(), self._inside.height()) != (width, height):
            self._inside.resize(width, height)

    def _range_changed(self, low: int, high: int) -> None:
        if self._bar.property("scrolls") != (high > low):
            self._bar.setProperty("scrolls", high > low)
            restyle(self._bar)
        if high <= low:
            self._kept_place = False
        self._go_where_it_matters()

    def _go_where_it_matters(self) -> None:
        if not self._kept_place:
            self._bar.setValue(self._bar.maximum() if self._from_end else 0)

    def _scrolled_by_hand(self) -> None:
        self._kept_place = True


def least_height(parts: int, scrolled: int) -> int:
    """Pixels below which the page scrolls."""
    return parts + min(scrolled, LEAST_VIEW)

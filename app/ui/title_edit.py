"""A title that can be changed where it stands, and ends in an ellipsis while it is only read."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

MARGIN = 2
"""Pixels that a line edit leaves at both ends of its text."""


class TitleEdit(QLineEdit):
    """One line of text, shortened at its end unless the cursor is in it."""

    @property
    def shown(self) -> str:
        """What can be read of the text now."""
        if self.hasFocus():
            return self.text()
        room = self._place().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the text as usual, or shortened where it does not fit."""
        words = self.shown
        if words == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        if (style := self.style()) is not None:
            frame = QStyle.PrimitiveElement.PE_PanelLineEdit
            style.drawPrimitive(frame, option, painter, self)
        painter.setPen(self.palette().text().color())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._place(), align, words)

    def _place(self) -> QRect:
        """Where the text stands."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        inside = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.adjusted(MARGIN, 0, -MARGIN, 0)

"""Draws the rows of a list as a title and a quieter line below it."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.styles import Palette

START, END = "\x02", "\x03"
"""Stand around what a search found in a snippet."""
RECORD = Qt.ItemDataRole.UserRole
"""The role of what a row stands for."""
SNIPPET = RECORD + 1
"""The role of the second line."""
PAD = 12


class TwoLines(QStyledItemDelegate):
    """A title and a quieter line below it, in which what was found is set off."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, QFontMetrics(option.font).height() * 2 + PAD + 8)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        if painter is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colours, box = self.colours, option.rect
        painter.save()
        if chosen:
            painter.fillRect(box, QColor(colours.plate))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(colours.accent))
        inner = box.adjusted(PAD, PAD // 2, -PAD, -PAD // 2)
        line = inner.height() // 2
        title = QFont(option.font)
        title.setWeight(QFont.Weight.DemiBold)
        painter.setFont(title)
        painter.setPen(QColor(colours.strong if chosen else colours.text))
        text = str(index.data() or "")
        elided = QFontMetrics(title).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
        small = QFont(option.font)
        small.setPointSizeF(max(8.0, option.font.pointSizeF() * 0.86))
        below = QRect(inner.left(), inner.top() + line, inner.width(), line)
        self._paint_snippet(painter, below, small, str(index.data(SNIPPET) or ""))
        painter.restore()

    def _paint_snippet(self, painter: QPainter, box: QRect, font: QFont, text: str) -> None:
        """Runs of plain and found words, until the line is full."""
        left, found = box.left(), False
        if START in text:  # have what was found in sight
            before = text.index(START)
            if QFontMetrics(font).horizontalAdvance(text[:before]) > box.width() // 2:
                text = "…" + text[max(0, before - 14) :]
        for run in text.replace(END, f"{START}").split(START):
            face = QFont(font)
            face.setBold(found)
            room = box.right() - left
            if room <= 0:
                return
            metrics = QFontMetrics(face)
            painter.setFont(face)
            painter.setPen(QColor(self.colours.accent if found else self.colours.dim))
            words = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room)
            area = QRect(left, box.top(), room, box.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
            left += metrics.horizontalAdvance(run)
            found = not found

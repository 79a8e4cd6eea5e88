"""A label of a fixed number of lines that ends in an ellipsis when its text is longer."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PyQt6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Plain text in at most ``lines`` lines; the whole of it stays readable to assistants."""

    def __init__(self, name: str, text: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for all its lines, whether the text fills them or not."""
        return QSize(100, self.fontMetrics().lineSpacing() * self._lines + 1)

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`: lines are never cut in half."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the lines, the last one shortened at its end."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text, metrics = self.text(), self.fontMetrics()
        layout = QTextLayout(text, self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        for number in range(self._lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.width())
            top = number * metrics.lineSpacing()
            if number + 1 < self._lines:
                line.draw(painter, QPointF(0, top - line.y()))
            else:
                rest = text[line.textStart() :]
                shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
                place = QRect(0, top, self.width(), metrics.lineSpacing())
                painter.drawText(place, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        layout.endLayout()

"""A bar that shows how loud a device is: quick to rise, slow to fall, in whole decibels."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.ui.language import tr
from app.ui.styles import PALETTES

LOWEST, LOUD = -60, -6
"""Where the bar begins, which counts as silence, and from where sound is about to clip, in dB."""
FALL = 6
"""Decibels the bar falls at most at one report, so that it does not flicker between words."""
MARKS = (-40, -20)


class LevelMeter(QProgressBar):
    """A progress bar to assistants: role, name, and a value in dB from `LOWEST` to 0.

    Speech at an ordinary distance lies between the two marks.
    """

    def __init__(self, name: str, theme: str = "dark", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("level")
        self.setAccessibleName(name)
        self.setRange(LOWEST, 0)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._palette = PALETTES[theme]
        self._heard = False
        self.show_level(None)

    @property
    def words(self) -> str:
        """What the bar says, for people who do not see it."""
        return self.accessibleDescription()

    def set_theme(self, theme: str) -> None:
        """Take the colours of another theme."""
        self._palette = PALETTES[theme]
        self.update()

    def show_level(self, decibels: float | None) -> None:
        """Show a level in dB of full scale; None while nothing can be heard."""
        self._heard = decibels is not None
        if decibels is None:
            self._show(LOWEST, tr("not heard"))
            return
        level = min(0, max(LOWEST, round(decibels)))
        shown = max(level, self.value() - FALL, LOWEST)
        words = tr("silent") if shown == LOWEST else f"{shown} dB"
        self._show(shown, words)

    def sizeHint(self) -> QSize:
        """As wide as a word or two, as high as half a line."""
        return QSize(140, max(10, self.fontMetrics().height() * 2 // 3))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window."""
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """A rounded groove, the bar in it, and the two marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._palette.edge))
        painter.setBrush(QColor(self._palette.plate))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = frame.height() / 2
        painter.drawRoundedRect(frame, radius, radius)
        inner = frame.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._heard and self.value() > LOWEST:
            loud = self.value() >= LOUD
            painter.setBrush(QColor(self._palette.warning if loud else self._palette.listening))
            bar = QRectF(inner)
            bar.setWidth(max(inner.height(), inner.width() * _share(self.value())))
            painter.drawRoundedRect(bar, inner.height() / 2, inner.height() / 2)
        painter.setBrush(QColor(self._palette.dim))
        for mark in MARKS:
            painter.drawRect(QRectF(inner.x() + inner.width() * _share(mark), inner.y(), 1,
                                    inner.height()))  # fmt: skip

    def _show(self, value: int, words: str) -> None:
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.setToolTip(words)
        self.setValue(value)
        self.update()


def _share(decibels: int) -> float:
    """How much of the bar a level fills, 0 to 1."""
    return (decibels - LOWEST) / -LOWEST

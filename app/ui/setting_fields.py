"""The fields inside the controls of the settings, made for a long page that scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFocusEvent, QWheelEvent
from PyQt6.QtWidgets import QComboBox, QDoubleSpinBox, QPlainTextEdit, QSpinBox


class _LeavesWheel:
    """Leaves the wheel to the page unless it has the keyboard: scrolling must change nothing."""

    hasFocus: Callable[[], bool]

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None and not self.hasFocus():
            event.ignore()
        else:
            super().wheelEvent(event)  # type: ignore[misc]  # each has it from its field


class Combo(_LeavesWheel, QComboBox):
    """One of a few; as narrow as the page needs it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)


class WholeNumber(_LeavesWheel, QSpinBox):
    """The arrows stop at the limits; what is typed may lie beyond them."""

    def __init__(self, low: float | None, high: float | None) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stepBy(self, steps: int) -> None:
        self.setValue(int(_kept(self.value() + steps * self.singleStep(), self._low, self._high)))


class RealNumber(_LeavesWheel, QDoubleSpinBox):
    """The same for numbers with a fraction."""

    def __init__(self, low: float | None, high: float | None) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stepBy(self, steps: int) -> None:
        self.setValue(_kept(self.value() + steps * self.singleStep(), self._low, self._high))

    def textFromValue(self, value: float) -> str:
        """Without zeros nobody needs."""
        local = self.locale().toString(value, "f", 2)
        point = self.locale().decimalPoint()
        return local.rstrip("0").rstrip(point) if point in local else local


class Paragraph(QPlainTextEdit):
    """Says when the keyboard leaves it."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left
        self.setObjectName("source")
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 5)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self._left()


def _kept(value: float, low: float | None, high: float | None) -> float:
    if low is not None:
        value = max(low, value)
    return value if high is None else min(high, value)

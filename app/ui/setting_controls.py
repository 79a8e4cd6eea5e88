"""The controls of the settings, one for each type of value; each says when the user changed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QWheelEvent
from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.declared import Declared
from app.ui.setting_words import choice_words, translated

WHOLE = (1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0)
REAL = (0.05, 0.1, 0.5, 1.0, 5.0, 10.0)
"""Round numbers by which arrows step."""
WIDEST = 1e9
"""Numbers beyond the limits can be typed, so that it can be said why they do not fit."""


class Control(QWidget):
    """Holds one value. ``changed`` carries it once the user has chosen or finished typing."""

    changed = pyqtSignal(object)
    keeps_typing = False
    """What was typed stays to be put right when it is refused; a choice goes back."""

    def value(self) -> Any:
        """What it shows now."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value without telling anybody."""
        raise NotImplementedError

    def name(self, words: str, help_: str) -> None:
        """Give what takes the keyboard a name and a description for screen readers."""
        inner = self.focusProxy() or self
        inner.setAccessibleName(words)
        inner.setAccessibleDescription(help_)

    def _fill(self, *widgets: QWidget) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            line.addWidget(widget, 1)
        self.setFocusProxy(widgets[0])


class Toggle(Control):
    """Yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self._fill(self.box)
        self.box.clicked.connect(self.changed.emit)

    def value(self) -> bool:
        return self.box.isChecked()

    def show_value(self, value: bool) -> None:
        self.box.setChecked(value)


class Choice(Control):
    """One of a few."""

    def __init__(self, declared: Declared) -> None:
        super().__init__()
        self.combo = _Combo()
        for choice in declared.about.choices:
            self.combo.addItem(choice_words(declared, choice), choice)
        self._fill(self.combo)
        self.combo.activated.connect(lambda index: self.changed.emit(self.value()))

    def value(self) -> str:
        return str(self.combo.currentData())

    def show_value(self, value: str) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value))


class Number(Control):
    """A number with its unit; the arrows keep to the limits."""

    keeps_typing = True

    def __init__(self, declared: Declared) -> None:
        super().__init__()
        about = declared.about
        self.spin: _Whole | _Real
        if declared.type is int:
            self.spin = _Whole(about.low, about.high)
            self.spin.setSingleStep(int(_step(about.low, about.high, WHOLE)))
        else:
            self.spin = _Real(about.low, about.high)
            self.spin.setDecimals(2)
            self.spin.setSingleStep(_step(about.low, about.high, REAL))
        self.spin.setRange(int(-WIDEST), int(WIDEST))
        self.spin.setKeyboardTracking(False)
        self.spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.spin.setMaximumWidth(self.spin.fontMetrics().averageCharWidth() * 60)
        self.spin.setSuffix(f" {translated(about.unit)}" if about.unit else "")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.spin, 1)
        line.addStretch(1)
        self.setFocusProxy(self.spin)
        self._known: float = 0
        self.spin.valueChanged.connect(self._told)

    def value(self) -> float:
        return self.spin.value()

    def show_value(self, value: float) -> None:
        self._known = value
        self.spin.blockSignals(True)
        if isinstance(self.spin, _Whole):
            self.spin.setValue(int(value))
        else:
            self.spin.setValue(value)
        self.spin.blockSignals(False)

    def _told(self) -> None:
        if self.value() != self._known:
            self._known = self.value()
            self.changed.emit(self._known)


class Text(Control):
    """A line of text."""

    keeps_typing = True

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self._known = ""
        self._fill(self.line)
        self.line.editingFinished.connect(self._told)

    def value(self) -> str:
        return self.line.text()

    def show_value(self, value: str) -> None:
        self._known = value
        if value != self.line.text():
            self.line.setText(value)
            self.line.setCursorPosition(0)

    def _told(self) -> None:
        if self.value() != self._known:
            self._known = self.value()
            self.changed.emit(self._known)


class LongText(Control):
    """Several lines of text; Tab leaves them."""

    keeps_typing = True

    def __init__(self) -> None:
        super().__init__()
        self.edit = _Paragraph(self._told)
        self.edit.setTabChangesFocus(True)
        self._known = ""
        self._fill(self.edit)

    def value(self) -> str:
        document = self.edit.document()
        assert document is not None
        # As it was written: plain text would turn spaces that do not break into usual ones.
        return document.toRawText().replace("\u2029", "\n")

    def show_value(self, value: str) -> None:
        self._known = value
        if value != self.value():
            self.edit.setPlainText(value)

    def _told(self) -> None:
        if self.value() != self._known:
            self._known = self.value()
            self.changed.emit(self._known)


class Several(Control):
    """Any of a few."""

    def __init__(self, declared: Declared) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, QCheckBox] = {}
        for choice in declared.about.choices:
            box = QCheckBox(choice_words(declared, choice))
            box.clicked.connect(lambda: self.changed.emit(self.value()))
            column.addWidget(box)
            self.boxes[choice] = box
        self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        return tuple(choice for choice, box in self.boxes.items() if box.isChecked())

    def show_value(self, value: tuple[str, ...]) -> None:
        for choice, box in self.boxes.items():
            box.setChecked(choice in value)

    def name(self, words: str, help_: str) -> None:
        """Each box says what it belongs to."""
        for box in self.boxes.values():
            box.setAccessibleName(f"{words}: {box.text()}")
            box.setAccessibleDescription(help_)


class _Combo(QComboBox):
    """Leaves the wheel to the page unless it has the keyboard: scrolling must change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None and not self.hasFocus():
            event.ignore()
        else:
            super().wheelEvent(event)


class _Whole(QSpinBox):
    """See `_Combo` for the wheel; the arrows stop at the limits."""

    def __init__(self, low: float | None, high: float | None) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stepBy(self, steps: int) -> None:
        self.setValue(int(_kept(self.value() + steps * self.singleStep(), self._low, self._high)))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None and not self.hasFocus():
            event.ignore()
        else:
            super().wheelEvent(event)


class _Real(QDoubleSpinBox):
    """The same for numbers with a fraction."""

    def __init__(self, low: float | None, high: float | None) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stepBy(self, steps: int) -> None:
        self.setValue(_kept(self.value() + steps * self.singleStep(), self._low, self._high))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None and not self.hasFocus():
            event.ignore()
        else:
            super().wheelEvent(event)

    def textFromValue(self, value: float) -> str:
        """Without zeros nobody needs."""
        local = self.locale().toString(value, "f", 2)
        point = self.locale().decimalPoint()
        return local.rstrip("0").rstrip(point) if point in local else local


class _Paragraph(QPlainTextEdit):
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


def _step(low: float | None, high: float | None, steps: tuple[float, ...]) -> float:
    """One press of an arrow: at most a twentieth of the range, in round numbers."""
    span = (high if high is not None else 1000) - (low or 0)
    return max([step for step in steps if step <= span / 20] or [steps[0]])

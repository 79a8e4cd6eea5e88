"""The controls of the settings, one for each type of value; each says when the user changed it."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.declared import Declared
from app.ui.setting_fields import Combo, Paragraph, RealNumber, WholeNumber
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
        self.combo = Combo()
        for choice in declared.about.choices:
            self.combo.addItem(choice_words(declared, choice), choice)
        self._fill(self.combo)
        self.combo.activated.connect(lambda index: self.changed.emit(self.value()))

    def value(self) -> str:
        return str(self.combo.currentData())

    def show_value(self, value: str) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value))


class Typed(Control):
    """Something that is typed: it is told when it is finished, and only where it differs."""

    keeps_typing = True

    def __init__(self, known: Any) -> None:
        """``known`` is the value before one is shown."""
        super().__init__()
        self._known = known

    def _told(self) -> None:
        if self.value() != self._known:
            self._known = self.value()
            self.changed.emit(self._known)


class Number(Typed):
    """A number with its unit; the arrows keep to the limits."""

    def __init__(self, declared: Declared) -> None:
        super().__init__(0)
        about = declared.about
        self.spin: WholeNumber | RealNumber
        if declared.type is int:
            self.spin = WholeNumber(about.low, about.high)
            self.spin.setSingleStep(int(_step(about.low, about.high, WHOLE)))
        else:
            self.spin = RealNumber(about.low, about.high)
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
        self.spin.valueChanged.connect(self._told)

    def value(self) -> float:
        return self.spin.value()

    def show_value(self, value: float) -> None:
        self._known = value
        self.spin.blockSignals(True)
        if isinstance(self.spin, WholeNumber):
            self.spin.setValue(int(value))
        else:
            self.spin.setValue(value)
        self.spin.blockSignals(False)


class Text(Typed):
    """A line of text."""

    def __init__(self) -> None:
        super().__init__("")
        self.line = QLineEdit()
        self._fill(self.line)
        self.line.editingFinished.connect(self._told)

    def value(self) -> str:
        return self.line.text()

    def show_value(self, value: str) -> None:
        self._known = value
        if value != self.line.text():
            self.line.setText(value)
            self.line.setCursorPosition(0)


class LongText(Typed):
    """Several lines of text; Tab leaves them."""

    def __init__(self) -> None:
        super().__init__("")
        self.edit = Paragraph(self._told)
        self.edit.setTabChangesFocus(True)
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


def _step(low: float | None, high: float | None, steps: tuple[float, ...]) -> float:
    """One press of an arrow: at most a twentieth of the range, in round numbers."""
    span = (high if high is not None else 1000) - (low or 0)
    return max([step for step in steps if step <= span / 20] or [steps[0]])

"""Each type of value has a control that shows it, and tells once when the user changed it."""

from __future__ import annotations

from typing import Any

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget

from app.core.declared import Declaration, Declared
from app.ui.setting_controls import Choice, Control, LongText, Number, Several, Text, Toggle


def declared(kind: Any, **about: Any) -> Declared:
    return Declared("overlay", "thing", kind, None, Declaration("Thing", **about))


def watched(control: Control) -> list[object]:
    told: list[object] = []
    control.changed.connect(told.append)
    control.show()
    return told


@pytest.fixture(autouse=True)
def application(qapp: object) -> None:
    """Widgets need one."""


def test_a_toggle() -> None:
    toggle = Toggle()
    told = watched(toggle)
    toggle.show_value(True)
    QTest.keyClick(toggle.box, Qt.Key.Key_Space)
    assert (told, toggle.value()) == ([False], False)


def test_a_choice() -> None:
    choice = Choice(declared(str, choices=("a", "b")))
    told = watched(choice)
    choice.show_value("b")
    assert told == []
    QTest.keyClick(choice.combo, Qt.Key.Key_Up)
    assert (told, choice.value()) == (["a"], "a")


@pytest.mark.parametrize(("kind", "typed", "value"), [(int, "12", 12), (float, "1.5", 1.5)])
def test_a_number(kind: type, typed: str, value: float) -> None:
    number = Number(declared(kind, low=0, high=100, unit="s"))
    told = watched(number)
    number.show_value(3)
    number.spin.selectAll()
    QTest.keyClicks(number.spin, typed)
    assert told == []
    QTest.keyClick(number.spin, Qt.Key.Key_Return)
    assert told == [value]
    assert number.spin.text().endswith(" s")


@pytest.mark.parametrize("kind", [int, float])
def test_arrows_keep_to_the_limits(kind: type) -> None:
    number = Number(declared(kind, low=0, high=2))
    number.show_value(2)
    number.spin.stepBy(1)
    assert number.value() == 2
    number.spin.stepBy(-100)
    assert number.value() == 0


def test_a_text_is_told_when_it_is_finished() -> None:
    text = Text()
    told = watched(text)
    text.show_value("a")
    QTest.keyClicks(text.line, "b")
    assert told == []
    QTest.keyClick(text.line, Qt.Key.Key_Return)
    text.line.editingFinished.emit()
    assert told == [text.value()]


def test_a_long_text_is_told_when_the_keyboard_leaves_it() -> None:
    text = LongText()
    told = watched(text)
    text.show_value("a")
    text.edit.setPlainText("b\nc")
    QApplication.sendEvent(text.edit, _focus_out())
    QApplication.sendEvent(text.edit, _focus_out())
    assert told == ["b\nc"]


def test_several() -> None:
    several = Several(declared(tuple[str, ...], choices=("a", "b", "c")))
    told = watched(several)
    several.show_value(("c",))
    several.boxes["a"].click()
    assert told == [("a", "c")]
    several.name("Hide", "help")
    assert several.boxes["b"].accessibleName() == "Hide: b"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Choice(declared(str, choices=("a", "b"))),
        lambda: Number(declared(int, low=0, high=9)),
        lambda: Number(declared(float, low=0, high=9)),
    ],
)
def test_the_wheel_changes_nothing_without_the_keyboard(make: Any) -> None:
    control = make()
    told = watched(control)
    inner = control.focusProxy()
    assert isinstance(inner, QWidget)
    before = control.value()
    turned = QWheelEvent(
        QPointF(2, 2), QPointF(2, 2), QPoint(0, 120), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(inner, turned)
    assert (control.value(), told, turned.isAccepted()) == (before, [], False)


def _focus_out() -> Any:
    from PyQt6.QtCore import QEvent
    from PyQt6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut)

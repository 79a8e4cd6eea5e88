"""Arrows stop at the limits, numbers are written short, and a paragraph says when it is left."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QFocusEvent
from PyQt6.QtWidgets import QApplication

from app.ui.setting_fields import Paragraph, RealNumber, WholeNumber

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("make", [WholeNumber, RealNumber])
def test_arrows_stop_at_the_limits_and_typing_does_not(
    make: type[WholeNumber] | type[RealNumber],
) -> None:
    number = make(0, 2)
    number.setRange(-100, 100)
    number.setValue(2)
    number.stepBy(1)
    assert number.value() == 2
    number.stepBy(-100)
    assert number.value() == 0
    number.setValue(50)
    assert number.value() == 50


def test_a_number_is_written_without_zeros_nobody_needs() -> None:
    number = RealNumber(None, None)
    assert [number.textFromValue(one) for one in (1.0, 1.5, 0.25)] == ["1", "1.5", "0.25"]


def test_a_paragraph_says_when_the_keyboard_leaves_it() -> None:
    left: list[str] = []
    paragraph = Paragraph(lambda: left.append(paragraph.toPlainText()))
    paragraph.setPlainText("a")
    QApplication.sendEvent(paragraph, QFocusEvent(QEvent.Type.FocusOut))
    assert left == ["a"]

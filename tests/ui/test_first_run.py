"""The walk goes forth and back by keyboard and is continued where it was left."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.core import settings
from app.ui.first_run import FirstRun, Step
from app.ui.first_run_page import Page


class Noting(Page):
    """A step that notes what happens to it."""

    def __init__(self, name: str, told: list[str]) -> None:
        super().__init__(f"About {name}.")
        self._name, self._told = name, told
        self.field = QLineEdit(self)
        self.column.addWidget(self.field)
        self.end()

    def entered(self) -> None:
        self._told.append(f"{self._name} entered")

    def left(self) -> None:
        self._told.append(f"{self._name} left")

    def go_on(self) -> None:
        self._told.append(f"{self._name} taken")

    def pass_over(self) -> None:
        self._told.append(f"{self._name} skipped")


def walk(told: list[str], start: str = "") -> FirstRun:
    steps = [
        Step(name, name.capitalize(), lambda name=name: Noting(name, told))
        for name in ("one", "two", "three")
    ]
    made = FirstRun(settings.Overlay(), steps, start)
    made.left.connect(lambda step: told.append(f"closed at {step!r}"))
    made.open()
    return made


def buttons(made: FirstRun) -> tuple[QPushButton, ...]:
    return made.back_button, made.skip_button, made.next_button


def place(made: FirstRun) -> list[str]:
    return [label.text() for label in made.findChildren(QLabel, "quiet") if label.isVisible()]


async def test_next_skip_and_back_reach_every_step() -> None:
    told: list[str] = []
    made = walk(told)
    assert made.back_button.isHidden()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert (made.step, place(made)) == ("two", ["2 of 3"])
    made.skip_button.click()
    made.back_button.click()
    assert made.step == "two"
    assert told == [
        "one entered", "one taken", "one left", "two entered",
        "two skipped", "two left", "three entered", "three left", "two entered",
    ]  # fmt: skip
    made.hide()


async def test_enter_in_a_field_goes_on_and_each_button_has_a_letter() -> None:
    told: list[str] = []
    made = walk(told)
    field = made.page.findChild(QLineEdit)
    assert field is not None and made.focusWidget() is field
    QTest.keyClicks(field, "hello")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert made.step == "two"
    shortcuts = [button.shortcut().toString() for button in buttons(made)]
    assert shortcuts == ["Alt+B", "Alt+S", "Alt+N"]
    made.hide()


async def test_the_last_step_finishes() -> None:
    told: list[str] = []
    made = walk(told, "three")
    assert "Finish" in made.next_button.text()
    assert made.skip_button.isHidden()
    made.next_button.click()
    assert told[-1] == "closed at ''"
    assert not made.isVisible()


async def test_escape_leaves_and_says_where_to_continue() -> None:
    told: list[str] = []
    made = walk(told, "two")
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert told == ["two entered", "two left", "closed at 'two'"]


async def test_a_step_that_is_not_ready_is_not_passed_by_enter() -> None:
    made = walk([])
    made.page.ready = False
    made.page.changed.emit()
    assert not made.next_button.isEnabled()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.step == "one"
    made.hide()


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
@pytest.mark.parametrize("size", [15, 30])
async def test_it_fits_the_screen_in_every_theme_and_size(theme: str, size: int) -> None:
    made = walk([])
    made.apply_settings(settings.Overlay(theme=theme, font_size=size))
    screen = made.screen()
    assert screen is not None
    assert made.width() <= screen.availableGeometry().width()
    assert made.accessibleName().endswith("1 of 3")
    made.hide()

"""A long title shows that it goes on; whoever changes it sees all of it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.title_edit import TitleEdit

LONG = "The price of the second year, once more with everybody who was there the first time"


def test_a_long_title_ends_in_an_ellipsis_until_it_is_changed(qtbot: QtBot) -> None:
    title = TitleEdit()
    qtbot.addWidget(title)
    title.setText(LONG)
    title.resize(200, 30)
    title.show()
    title.clearFocus()
    assert title.shown.endswith("…")
    assert LONG.startswith(title.shown[:-1])
    title.grab()
    title.activateWindow()
    title.setFocus()
    assert title.shown == (LONG if title.hasFocus() else title.shown)
    assert title.text() == LONG


def test_a_short_title_stands_whole(qtbot: QtBot) -> None:
    title = TitleEdit()
    qtbot.addWidget(title)
    title.setText("Prices")
    title.resize(200, 30)
    assert title.shown == "Prices"

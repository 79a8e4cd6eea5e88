"""A typed question is sent with Enter and given up with Escape."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.ui.ask_line import AskLine

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("typed", "key", "asked"),
    [
        ("  Who is on call? ", Qt.Key.Key_Return, ["Who is on call?"]),
        ("   ", Qt.Key.Key_Return, []),
        ("never mind", Qt.Key.Key_Escape, []),
    ],
)
def test_typing(typed: str, key: Qt.Key, asked: list[str]) -> None:
    line = AskLine()
    sent: list[str] = []
    closed: list[bool] = []
    line.asked.connect(sent.append)
    line.closed.connect(lambda: closed.append(True))
    QTest.keyClicks(line, typed)
    QTest.keyClick(line, key)
    assert sent == asked
    assert closed == [True]
    assert line.text() == ""

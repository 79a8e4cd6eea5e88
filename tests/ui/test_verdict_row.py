"""An answer is called good or bad, with a note or without."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.ui.verdict_row import VerdictRow


def told_by(row: VerdictRow) -> list[tuple[bool, str]]:
    told: list[tuple[bool, str]] = []
    row.judged.connect(lambda *verdict: told.append(verdict))
    return told


async def test_one_of_two_is_said_with_its_note() -> None:
    row = VerdictRow()
    told = told_by(row)
    row.good.click()
    row.note.setText(" Wrong number ")
    row.bad.click()
    assert told == [(True, ""), (False, "Wrong number")]
    assert row.bad.isChecked() and not row.good.isChecked()


async def test_enter_in_the_note_says_again_what_was_said() -> None:
    row = VerdictRow()
    told = told_by(row)
    row.show_verdict(False, "")
    row.note.setText("Too long")
    QTest.keyClick(row.note, Qt.Key.Key_Return)
    row.show_verdict(None, "")
    QTest.keyClick(row.note, Qt.Key.Key_Return)
    assert told == [(False, "Too long"), (True, "")]

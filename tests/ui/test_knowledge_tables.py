"""Thousands of notes are filtered and sorted; each row knows its file."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from app.core.knowledge import NoteSummary, Skipped
from app.ui.knowledge_tables import (
    PATH,
    Table,
    left_out_rows,
    left_out_table,
    note_rows,
    notes_table,
)

NOTES = [
    NoteSummary(f"team/n{n:04}.md", f"/notes/team/n{n:04}.md", f"Note {n}", n % 7, "")
    for n in range(5_000)
]


def column(table: Table, number: int) -> list[str]:
    return [table.data(table.index(row, number)) for row in range(table.rowCount())]


def test_a_filter_shows_the_rows_that_hold_every_word() -> None:
    table = notes_table()
    table.show_rows(note_rows(NOTES))
    assert table.rowCount() == 5_000
    table.filter("TEAM n0042")
    assert column(table, 0) == ["Note 42"]
    assert table.data(table.index(0, 0), PATH) == "/notes/team/n0042.md"
    table.filter("nowhere")
    assert table.rowCount() == 0
    assert table.count == 5_000


def test_numbers_are_sorted_as_numbers() -> None:
    table = notes_table()
    table.show_rows(note_rows([*NOTES[:7], NoteSummary("b.md", "/b.md", "B", 10)]))
    table.sort(2, Qt.SortOrder.DescendingOrder)
    assert column(table, 2) == ["10", "6", "5", "4", "3", "2", "1", "0"]
    table.sort(-1)
    assert column(table, 0)[0] == "Note 0"
    assert table.headerData(1, Qt.Orientation.Horizontal) == "File"


def test_what_may_have_been_meant_as_a_note_comes_first() -> None:
    skipped = [Skipped("/n/.git", "hidden"), Skipped("/n/a.md", "binary, not text")]
    table = left_out_table()
    table.show_rows(left_out_rows(skipped, [skipped[1]]))
    assert column(table, 1) == ["/n/a.md", "/n/.git"]

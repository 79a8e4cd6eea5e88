"""Rows tell title, date, length, turns and problems; a hit keeps what was found."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from app.store.search import Hit
from app.ui.sessions_list import HitModel, SessionModel
from app.ui.two_lines import END, RECORD, SNIPPET, START
from tests.ui.session_rows import row


def test_a_session_is_a_row_of_five_columns(qapp: object) -> None:
    model = SessionModel()
    model.show_rows([row(), row("b.gpcast", title="", problems=0)])
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts == ["Acme", texts[1], "12:03", "8", "2"]
    assert "2026" in texts[1] and "14:30" in texts[1]
    assert model.index(1, 0).data() == "b.gpcast"
    assert model.index(1, 4).data() == ""
    assert model.index(1, 0).data(RECORD).name == "b.gpcast"
    assert (model.row_of("b.gpcast"), model.row_of("c")) == (1, -1)
    headings = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(5)]
    assert headings == ["Title", "Date", "Length", "Turns", "Problems"]


def test_the_second_line_names_what_is_unusual(qapp: object) -> None:
    model = SessionModel()
    model.show_rows([row(ended="cancelled", linked="b", problems=0, turns=1)])
    line = model.index(0, 0).data(SNIPPET)
    assert line.endswith("12:03 · 1 turn · cancelled · re-run")


def test_a_hit_keeps_the_marks_of_its_snippet(qapp: object) -> None:
    model = HitModel()
    model.show_rows([Hit("a", "Acme", "", "answer", 2, 65.0, f"then {START}roll{END}\nback")])
    assert model.index(0, 0).data() == "1:05   Acme"
    assert model.index(0, 0).data(SNIPPET) == f"then {START}roll{END} back"

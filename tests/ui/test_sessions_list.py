"""Rows tell title, date, length, turns and problems; found words are set off in their snippet."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtWidgets import QStyleOptionViewItem

from app.store import search
from app.store.rows import SessionRow
from app.store.search import Hit
from app.ui.sessions_list import (
    END,
    RECORD,
    SNIPPET,
    START,
    HitModel,
    SessionModel,
    TwoLines,
    day,
    length,
)
from app.ui.styles import PALETTES


def row(name: str = "a.gpcast", **changes: object) -> SessionRow:
    values: dict[str, object] = {
        "name": name, "started": "2026-11-20T14:30:05.120+01:00", "title": "Acme",
        "mode": "meeting",
        "duration": 723.0, "turns": 8, "problems": 2, "bad_lines": 0, "ended": "closed",
        "providers": ("local",), "linked": "", "trouble": "",
    }  # fmt: skip
    return SessionRow(**{**values, **changes})


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
    assert (START, END) == (search.START, search.END)
    model = HitModel()
    model.show_rows([Hit("a", "Acme", "", "answer", 2, 65.0, f"then {START}roll{END}\nback")])
    assert model.index(0, 0).data() == "1:05   Acme"
    assert model.index(0, 0).data(SNIPPET) == f"then {START}roll{END} back"


def test_found_words_are_drawn_in_the_accent_even_far_into_the_line(qapp: object) -> None:
    palette = PALETTES["dark"]
    model, delegate = HitModel(), TwoLines(palette)
    text = "word " * 40 + f"{START}████{END} after"
    model.show_rows([Hit("a", "Acme", "", "answer", 2, 65.0, text)])
    image = QImage(300, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.panel))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 300, 60)
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(0, 0))
    painter.end()
    colours = {image.pixelColor(x, y).name() for x in range(300) for y in range(60)}
    assert palette.accent in colours


def test_times_are_short() -> None:
    assert [length(s) for s in (0, 65.9, 3725)] == ["0:00", "1:05", "1:02:05"]
    assert day("no date") == ""

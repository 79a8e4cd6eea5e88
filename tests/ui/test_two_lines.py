"""What a search found is set off in the second line, wherever it stands in it."""

from __future__ import annotations

from PyQt6.QtCore import QRect
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtWidgets import QStyleOptionViewItem

from app.store import search
from app.store.search import Hit
from app.ui.sessions_list import HitModel
from app.ui.styles import PALETTES
from app.ui.two_lines import END, START, TwoLines


def test_the_marks_are_those_of_the_search() -> None:
    assert (START, END) == (search.START, search.END)


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

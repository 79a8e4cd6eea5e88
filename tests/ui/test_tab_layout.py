"""Parts stand beside each other, and what a tab is built of can be named by a screen reader."""

from __future__ import annotations

from PyQt6.QtWidgets import QLabel, QSplitter, QWidget

from app.ui.tab_layout import pages_in_one, place_beside, search_field, side_column, text_page


async def test_a_wider_window_gives_its_room_to_all_but_the_first() -> None:
    page = QWidget()
    parts = [QLabel("side"), QLabel("middle"), QLabel("right")]
    for part in parts:
        part.setMinimumWidth(50)
    place_beside(page, parts, (200, 300, 300))
    page.resize(802, 100)
    page.show()
    before = [part.width() for part in parts]
    page.resize(1002, 100)
    after = [part.width() for part in parts]
    page.hide()
    (split,) = page.findChildren(QSplitter)
    assert [split.widget(place) for place in range(3)] == parts
    assert before[0] == after[0]
    assert after[1] > before[1]
    assert after[2] > before[2]


async def test_a_side_is_filled_from_above() -> None:
    side = QWidget()
    column = side_column(side)
    column.addWidget(QLabel("first"))
    assert side.layout() is column
    assert side.objectName() == "sidebar"


async def test_each_part_says_what_it_is_for() -> None:
    page = QWidget()
    field, text, pages = (
        search_field("Find", page),
        text_page("Text", page),
        pages_in_one("Two", page),
    )
    assert [part.accessibleName() for part in (field, text, pages)] == ["Find", "Text", "Two"]
    assert field.placeholderText() == "Find"
    assert not text.openLinks()

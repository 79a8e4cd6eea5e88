"""The answer view draws a stream and ends with the whole answer."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QUrl

from app.ui.answer_view import AnswerView
from app.ui.styles import PALETTES

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = "Roll back **first**.\n\n```\nrun\n```\n\n> quoted\n"


@pytest.fixture
def view() -> AnswerView:
    return AnswerView(PALETTES["dark"])


def test_text_appears_at_the_next_frame(view: AnswerView) -> None:
    view.add("Roll ")
    view.add("back")
    assert view.text == ""
    view.flush()
    assert view.text == "Roll back"
    assert view.markdown == "Roll back"


def test_the_end_replaces_what_was_streamed(view: AnswerView) -> None:
    view.add("Roll back *fir")
    view.flush()
    view.finish(TEXT)
    assert view.text == "Roll back first.\nrun\nquoted"
    view.clear_answer()
    assert view.text == ""


def test_changing_colours_keeps_the_text_and_paints(view: AnswerView) -> None:
    view.finish(TEXT)
    view.set_colours(PALETTES["light"])
    view.resize(300, 200)
    assert view.text == "Roll back first.\nrun\nquoted"
    assert not view.grab().isNull()


def test_an_answer_reads_no_file(view: AnswerView) -> None:
    assert view.loadResource(2, QUrl("file:///etc/passwd")) is None


def test_a_link_is_handed_on_not_followed(view: AnswerView) -> None:
    links: list[str] = []
    view.link_requested.connect(links.append)
    view.anchorClicked.emit(QUrl("https://example.org"))
    assert links == ["https://example.org"]


def test_a_narrow_view_needs_more_height(view: AnswerView) -> None:
    view.finish("many words " * 50)
    assert view.height_at(200) > view.height_at(600) > 0


def test_the_numbers_of_a_long_list_have_room(view: AnswerView) -> None:
    view.set_colours(PALETTES["light"])
    assert view._document.indentWidth() >= view.fontMetrics().horizontalAdvance("99. ")

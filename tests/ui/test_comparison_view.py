"""Two answers side by side: words gone and new, passages lost and gained, times and tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.events import Event
from app.store.compare import compare
from app.store.gpcast import Header
from app.store.sessions import Session
from app.ui.comparison_view import ComparisonView
from app.ui.styles import PALETTES
from tests.session_samples import turn


def session(events: list[Event]) -> Session:
    return Session(Path("a.gpcast"), Header(), tuple(events))


@pytest.fixture
async def view() -> ComparisonView:
    made = ComparisonView(PALETTES["dark"])
    old = [*turn(1, 0.0, "Why?"), *turn(2, 2.0, "<b>Gone?</b>"), *turn(4, 6.0, "Same?")]
    new = [
        *turn(1, 0.0, "Why?", pieces=("Roll back ", "with two ", "commands.")),
        *turn(4, 4.0, "Same?"),
    ]
    made.show_pairs("Monday", "Tuesday", compare(session(old), session(new)))
    return made


async def test_changed_words_stand_in_their_column(view: ComparisonView) -> None:
    assert view._list.currentRow() == 0
    html = view._page.toHtml()
    assert "line-through" in html and "one command [1]." in html
    assert "two commands." in html
    assert "13 ms" in view.text or "12 ms" in view.text
    assert view._figures.text() == "3 questions, 1 answers word for word the same"


async def test_a_question_of_one_session_only_says_so(view: ComparisonView) -> None:
    view._list.setCurrentRow(1)
    assert "not asked" in view.text
    assert "<b>Gone?</b>" in view.text  # shown as text, not obeyed
    marks = [view._list.item(n).text()[0] for n in range(3)]
    assert marks == ["≠", "-", "="]


async def test_nothing_to_compare_is_an_empty_page(view: ComparisonView) -> None:
    view.show_pairs("a", "b", ())
    assert view.text == ""
    view.set_colours(PALETTES["light"])

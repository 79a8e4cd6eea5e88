"""Passages name their note and heading, open it, and say when notes do not cover a question."""

from __future__ import annotations

import dataclasses

import pytest
from PyQt6.QtWidgets import QLabel

from app.core.events import Passage, Passages, Why
from app.ui.passages_view import PassageRow, PassagesView

pytestmark = pytest.mark.usefixtures("qapp")


def passage(number: int) -> Passage:
    return Passage(
        f"p{number}", "Roll back\nfirst.", f"runbooks/note{number}.md", "Deploys > Rollback",
        f"/notes/note{number}.md", 10 + number, 0.1, Why(1, 2),
    )  # fmt: skip


def words(view: PassagesView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel)]


def test_the_best_passage_is_shown_with_note_heading_and_text() -> None:
    view = PassagesView()
    view.show_passages(Passages("q", True, 2.0, (passage(1), passage(2))))
    assert "runbooks/note1.md > Deploys > Rollback" in words(view)
    assert "Roll back first." in words(view)
    assert "note2 > Rollback" in words(view)


def test_passages_of_the_question_before_are_gone_at_once() -> None:
    view = PassagesView()
    view.show()
    view.show_passages(Passages("q", True, 2.0, (passage(1), passage(2))))
    before = view.findChildren(PassageRow)
    view.show_passages(Passages("r", True, 2.0, (passage(3),)))
    visible = [row.passage.id for row in view.findChildren(PassageRow) if row.isVisible()]
    assert before
    assert visible == ["p3"], "a picture taken now would show one row over the other"


def test_the_whole_place_is_told_to_assistants() -> None:
    view = PassagesView()
    view.show_passages(Passages("q", True, 2.0, (passage(1), passage(2))))
    rows = view.findChildren(PassageRow)
    assert rows[1].accessibleName() == "Passage 2: runbooks/note2.md > Deploys > Rollback"


def test_a_press_or_a_number_opens_the_note_at_its_line() -> None:
    view = PassagesView()
    opened: list[tuple[str, int]] = []
    view.open_requested.connect(lambda path, line: opened.append((path, line)))
    view.show_passages(Passages("q", True, 2.0, (passage(1), passage(2))))
    view.findChildren(PassageRow)[0].click()
    assert view.open(2)
    assert not view.open(3)
    assert opened == [("/notes/note1.md", 11), ("/notes/note2.md", 12)]


@pytest.mark.parametrize("found", [(), (passage(1),)])
def test_an_uncovered_question_is_named_as_such(found: tuple[Passage, ...]) -> None:
    view = PassagesView()
    view.show_passages(Passages("q", False, 2.0, found))
    assert words(view)[0].startswith("Not in your notes")
    assert view.accessibleName().startswith("Not in your notes")


def test_the_search_in_progress_is_shown() -> None:
    view = PassagesView()
    view.show_passages(None)
    assert words(view) == ["SEARCHING YOUR NOTES"]


def test_a_narrow_list_breaks_its_title_rather_than_cut_it() -> None:
    view = PassagesView()
    view.show_passages(Passages("q", False, 1.0, (passage(1),)))
    view.show()
    for width in (600, 150):
        view.resize(width, 300)
        assert view._title.height() >= view._title.heightForWidth(view._title.width())
    assert view._title.height() > 2 * view._title.fontMetrics().height()


def test_a_table_is_shown_without_its_marks() -> None:
    table = "Prices:\n| Plan | Price |\n|:-----|------:|\n| Growth | 290 |"
    view = PassagesView()
    view.show_passages(Passages("q", True, 1.0, (dataclasses.replace(passage(1), text=table),)))
    assert "Prices: Plan · Price Growth · 290" in words(view)

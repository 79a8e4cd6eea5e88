"""What a search found says why: places, score and the words that match."""

from __future__ import annotations

from PyQt6.QtGui import QTextDocument

from app.core.events import Passage, Passages, Why
from app.ui.found_page import found_page, why
from app.ui.styles import PALETTES

DARK = PALETTES["dark"]
PASSAGE = Passage(
    "p", "Deploys are <b>rolled</b> back.", "a.md", "Deploys", "/n/a.md", 3, 0.05,
    Why(1, None, ("deploy", "roll")),
)  # fmt: skip


def test_a_passage_says_why_it_was_chosen() -> None:
    assert why(PASSAGE) == "Score 0.0500: place 1 by its words. Words that match: deploy, roll."


async def test_the_words_that_match_are_set_off_and_markup_is_text() -> None:
    html = found_page(Passages("", True, 2.4, (PASSAGE,)), DARK)
    assert ">Deploys</b>" in html
    assert ">rolled</b>" in html
    document = QTextDocument()
    document.setHtml(html)
    plain = document.toPlainText()
    assert "Deploys are <b>rolled</b> back." in plain
    assert "Your notes cover this. Found in 2 ms." in plain
    assert "[1] a.md > Deploys" in plain


def test_nothing_found_and_not_covered_are_said() -> None:
    assert "Nothing found." in found_page(Passages("", False, 1.0, ()), DARK)
    assert "Probably not" in found_page(Passages("", False, 1.0, (PASSAGE,)), DARK)

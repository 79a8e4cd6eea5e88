"""What changed in a prompt can be read with and without colours."""

from __future__ import annotations

from PyQt6.QtGui import QTextDocument

from app.ui.prompt_diff import difference
from app.ui.styles import PALETTES

DARK = PALETTES["dark"]
BEFORE = "one\ntwo\nthree\nSay it in plain words.\nfive\nsix\nseven\neight\nnine\nten"


def plain(html: str) -> list[str]:
    document = QTextDocument()
    document.setHtml(html)
    return [line.replace("\xa0", " ") for line in document.toPlainText().splitlines()]


async def test_lines_that_came_and_went_carry_a_sign() -> None:
    after = BEFORE.replace("Say it in plain words.", "Say it in very plain words.")
    assert plain(difference(BEFORE, after + "\neleven", DARK)) == [
        "  two",
        "  three",
        "- Say it in plain words.",
        "+ Say it in very plain words.",
        "  five",
        "  six",
        "⋯",
        "  nine",
        "  ten",
        "+ eleven",
    ]


def test_only_the_changed_words_of_a_line_are_set_off() -> None:
    html = difference("Say it in plain words.", "Say it in short words.", DARK)
    assert '; text-decoration: line-through">plain</span>' in html
    assert '; text-decoration: underline">short</span>' in html
    assert html.count("text-decoration") == 2


def test_the_same_texts_have_no_difference_and_markup_is_text() -> None:
    assert difference(BEFORE, BEFORE, DARK) == ""
    assert "&lt;passages&gt;" in difference("", "<passages>", DARK)

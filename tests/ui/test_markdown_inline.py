"""Words inside a block carry the marks that are open around them."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from app.ui.look import Look
from app.ui.markdown_inline import fixed_family, insert_inline, plain_format
from app.ui.markdown_stream import parser

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = Look(
    text="#eeeeee", strong="#ffffff", link="#88ccff", code="#ffd7a3", keyword="#c0c0ff",
    string="#c0ffc0", comment="#aaaaaa", rule="#444444", em=20,
)  # fmt: skip


def runs(markdown: str) -> dict[str, QTextCharFormat]:
    """Each run of text with its format."""
    document = QTextDocument()
    inline = parser().parseInline(markdown)[0]
    insert_inline(QTextCursor(document), inline.children or [], plain_format(LOOK), LOOK)
    found = {}
    pieces = document.begin().begin()
    while not pieces.atEnd():
        found[pieces.fragment().text()] = pieces.fragment().charFormat()
        pieces += 1
    return found


def test_marks_nest() -> None:
    found = runs("plain **bold *both*** `code` ~~gone~~")
    assert found["bold "].fontWeight() == 700
    assert found["both"].fontItalic() and found["both"].fontWeight() == 700
    assert found["code"].fontFamilies() == [fixed_family()]
    assert found["gone"].fontStrikeOut()
    assert found["plain "].foreground().color().name() == "#eeeeee"


def test_links_carry_their_address_and_pictures_their_words() -> None:
    found = runs("[notes](http://a.b) ![a chart](http://a.b/x.png)")
    assert found["notes"].anchorHref() == "http://a.b"
    assert found[" a chart"].isAnchor() is False


def test_line_breaks_stay_inside_the_block() -> None:
    assert list(runs("one  \ntwo\nthree")) == ["one\u2028two three"]

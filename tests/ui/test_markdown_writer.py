"""What markdown looks like once it is written into a document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextBlock, QTextDocument, QTextListFormat

from app.ui.look import CODE_PROPERTY, QUOTE_PROPERTY, Look
from app.ui.markdown_stream import MarkdownStream

LOOK = Look(
    "#eeeeee", "#ffffff", "#88ccff", "#ffd7a3", "#c0c0ff", "#c0ffc0", "#aaaaaa", "#444444", 20
)


@pytest.fixture(autouse=True)
def kept(qapp: object) -> Iterator[None]:
    """Blocks die with their document, so it lives as long as the test."""
    yield
    _documents.clear()


_documents: list[QTextDocument] = []


def draw(text: str) -> QTextDocument:
    document = QTextDocument()
    _documents.append(document)
    MarkdownStream(document, LOOK).set_text(text)
    return document


def blocks(document: QTextDocument) -> list[QTextBlock]:
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def test_a_listing_is_one_block_that_keeps_its_lines() -> None:
    (code,) = blocks(draw("```python\nif a:\n\n    b\n```"))
    assert code.text().split("\u2028") == ["if a:", "", "    b"]
    assert code.blockFormat().property(CODE_PROPERTY) == "python"


def test_nested_lists_count_and_indent() -> None:
    one, two, three = blocks(draw("3. one\n   - two\n4. three"))
    first, inner, again = one.textList(), two.textList(), three.textList()
    assert first is not None and inner is not None and again is not None
    assert first.format().start() == 3
    assert again.itemNumber(three) == 1
    assert inner.format().indent() == 2
    assert inner.format().style() == QTextListFormat.Style.ListCircle


def test_the_second_paragraph_of_an_item_stands_under_its_first() -> None:
    _, second = blocks(draw("- one\n\n  two"))
    assert second.textList() is None
    assert second.blockFormat().indent() == 1


def test_an_empty_item_keeps_its_bullet() -> None:
    first, second = blocks(draw("-\n- b"))
    assert first.textList() is not None and second.textList() is not None
    assert second.textList().count() == 2


def test_a_table_keeps_its_cells_and_needs_no_empty_line_before_it() -> None:
    assert draw("Before\n\n| a | b |\n|---|---|\n| 1 | **2** |\n").toPlainText().split("\n") == [
        "Before", "a", "b", "1", "2", "",
    ]  # fmt: skip


def test_quotations_carry_their_depth() -> None:
    outer, inner = blocks(draw("> a\n>\n> > b"))
    assert outer.blockFormat().property(QUOTE_PROPERTY) == 1
    assert inner.blockFormat().property(QUOTE_PROPERTY) == 2


def test_headings_are_bold_and_links_lead_somewhere() -> None:
    heading, paragraph = blocks(draw("## Title\n\n[x](http://a.b)"))
    assert heading.blockFormat().headingLevel() == 2
    assert heading.begin().fragment().charFormat().fontWeight() == 700
    assert paragraph.begin().fragment().charFormat().anchorHref() == "http://a.b"


def test_characters_qt_keeps_for_itself_become_spaces() -> None:
    assert draw("a\u2029b\ufdd0c\ufdd1d").toPlainText() == "a b c d"


def test_columns_keep_their_alignment() -> None:
    document = draw("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n")
    found = [block.blockFormat().alignment() for block in blocks(document)[1:7]]
    right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter
    assert [found[1], found[4]] == [right, right]
    assert [found[2], found[5]] == [middle, middle]

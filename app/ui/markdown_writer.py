"""Writes parsed markdown into a Qt document: paragraphs, lists, tables, code, all in one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from app.ui.highlight import pieces
from app.ui.look import CODE_PROPERTY, QUOTE_PROPERTY, Look
from app.ui.markdown_inline import (
    LINE_BREAK,
    brush,
    code_format,
    insert_inline,
    insert_text,
    plain_format,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_PROPORTIONAL, _FIXED = 1, 2
"""Qt's kinds of line height: in percent, in pixels."""
_BULLETS = (
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)
_ALIGNMENT = {
    "text-align:right": Qt.AlignmentFlag.AlignRight,
    "text-align:center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(slots=True)
class _OpenList:
    format: QTextListFormat
    made: QTextList | None = None


class MarkdownWriter:
    """Appends the blocks of a token list at the end of a document.

    Each top-level block comes out the same whether it is written alone or with others,
    which is what lets a streamed answer be written piece by piece.
    """

    def __init__(self, document: QTextDocument, look: Look) -> None:
        self.look = look
        self._cursor = QTextCursor(document)
        self._lists: list[_OpenList] = []
        self._item_pending = False
        self._quotes = 0
        self._colour_code = True
        self._joins: QTextList | None = None
        self.last_list: QTextList | None = None
        """The top-level list written last."""
        self.fresh = True
        """Whether the last block of the document is empty and waits to be used."""

    def write(
        self,
        tokens: Sequence[Token],
        *,
        joins: QTextList | None = None,
        colour_code: bool = True,
    ) -> None:
        """Append these tokens, which hold whole top-level blocks or whole items of a list.

        ``joins`` is the list of the document that the list at their beginning continues.

        ``colour_code`` is False for a block that is still growing: to tell the words of a
        long listing apart on every frame costs more than the rest of the drawing.
        """
        self._colour_code = colour_code
        self._joins = joins
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._lists.clear()
        self._item_pending, self._quotes = False, 0
        index = 0
        while index < len(tokens):
            if tokens[index].type == "table_open":
                end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
                self._table(tokens[index:end])
                index = end + 1
            else:
                self._token(tokens[index], tokens[index - 1] if index else None)
                index += 1

    def _token(self, token: Token, before: Token | None) -> None:
        match token.type:
            case "inline":
                self._text_block(token, before)
            case "fence" | "code_block":
                self._code(token)
            case "hr":
                self._rule()
            case "bullet_list_open" | "ordered_list_open":
                self._open_list(token)
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._item_pending = True
            case "list_item_close" if self._item_pending:
                self._block(QTextBlockFormat())
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1

    def _text_block(self, token: Token, before: Token | None) -> None:
        em = self.look.em
        layout = QTextBlockFormat()
        characters = plain_format(self.look)
        kind = before.type if before is not None else ""
        layout.setBottomMargin(em * (0.25 if self._lists else 0.5))
        layout.setLineHeight(122, _PROPORTIONAL)
        if kind == "heading_open" and before is not None:
            level = int(before.tag[1:])
            layout.setHeadingLevel(level)
            layout.setTopMargin(em * 0.5)
            layout.setBottomMargin(em * 0.3)
            characters.setFontWeight(QFont.Weight.Bold)
            characters.setForeground(brush(self.look.strong))
            bigger = max(0, 3 - level)
            characters.setProperty(int(QTextFormat.Property.FontSizeAdjustment), bigger)
        self._block(layout, characters)
        insert_inline(self._cursor, token.children or [], characters, self.look)

    def _code(self, token: Token) -> None:
        em = self.look.em
        layout = QTextBlockFormat()
        layout.setProperty(CODE_PROPERTY, token.info.strip() or "text")
        layout.setTopMargin(em * 0.55)
        layout.setBottomMargin(em * 0.9)
        layout.setLeftMargin(em * 0.6)
        layout.setRightMargin(em * 0.6)
        characters = code_format(self.look, plain_format(self.look))
        characters.setProperty(int(QTextFormat.Property.FontSizeAdjustment), -1)
        self._block(layout, characters)
        listing = token.content.removesuffix("\n")
        language = token.info.strip().split(" ")[0].lower() if self._colour_code else ""
        colours: dict[str, str] = {
            "plain": self.look.text,
            "keyword": self.look.keyword,
            "string": self.look.string,
            "number": self.look.code,
            "name": self.look.code,
            "comment": self.look.comment,
        }
        for text, kind in pieces(listing, language):
            characters.setForeground(brush(colours[kind]))
            insert_text(self._cursor, text.replace("\n", LINE_BREAK), characters)

    def _rule(self) -> None:
        layout = QTextBlockFormat()
        whole = QTextLength(QTextLength.Type.PercentageLength, 100)
        layout.setProperty(
            int(QTextFormat.Property.BlockTrailingHorizontalRulerWidth), whole.rawValue()
        )
        layout.setBottomMargin(self.look.em * 0.5)
        self._block(layout)

    def _open_list(self, token: Token) -> None:
        layout = QTextListFormat()
        layout.setIndent(len(self._lists) + 1)
        if token.type == "ordered_list_open":
            layout.setStyle(QTextListFormat.Style.ListDecimal)
            layout.setStart(int(token.attrs.get("start", 1)))
        else:
            layout.setStyle(_BULLETS[min(len(self._lists), 2)])
        self._lists.append(_OpenList(layout, self._joins))
        self._joins = None

    def _table(self, tokens: Sequence[Token]) -> None:
        rows = sum(token.type == "tr_open" for token in tokens)
        columns = sum(token.type == "th_open" for token in tokens)
        layout = QTextTableFormat()
        layout.setCellPadding(self.look.em * 0.3)
        layout.setCellSpacing(0)
        layout.setBorder(1)
        layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        layout.setBorderCollapse(True)
        layout.setBorderBrush(brush(self.look.rule))
        layout.setHeaderRowCount(1)
        layout.setTopMargin(self.look.em * 0.4)
        layout.setBottomMargin(self.look.em * 0.5)
        table = self._cursor.insertTable(rows, columns, layout)
        assert table is not None
        row, column, alignment = -1, 0, None
        for token in tokens:
            if token.type == "tr_open":
                row, column = row + 1, -1
            elif token.type in ("th_open", "td_open"):
                column += 1
                alignment = _ALIGNMENT.get(str(token.attrs.get("style", "")))
            elif token.type == "inline":
                self._cell(table, row, column, token, alignment)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(_thin())
        self._cursor.setBlockCharFormat(QTextCharFormat())
        self.fresh = True

    def _cell(
        self,
        table: QTextTable,
        row: int,
        column: int,
        token: Token,
        alignment: Qt.AlignmentFlag | None,
    ) -> None:
        self._cursor = table.cellAt(row, column).firstCursorPosition()
        if alignment is not None:
            layout = QTextBlockFormat()
            layout.setAlignment(alignment)
            self._cursor.setBlockFormat(layout)
        characters = plain_format(self.look)
        if row == 0:
            characters.setFontWeight(QFont.Weight.Bold)
            characters.setForeground(brush(self.look.strong))
        insert_inline(self._cursor, token.children or [], characters, self.look)

    def _block(self, layout: QTextBlockFormat, characters: QTextCharFormat | None = None) -> None:
        """Begin a block, inside the lists and quotations that are open."""
        characters = characters if characters is not None else plain_format(self.look)
        if self._quotes:
            layout.setProperty(QUOTE_PROPERTY, self._quotes)
            layout.setLeftMargin(layout.leftMargin() + self._quotes * self.look.em)
        in_item = bool(self._lists) and self._item_pending
        if self._lists and not in_item:
            layout.setIndent(len(self._lists))
        if self.fresh:
            self._cursor.setBlockFormat(layout)
            self._cursor.setBlockCharFormat(characters)
        else:
            self._cursor.insertBlock(layout, characters)
        self.fresh = False
        if in_item:
            self._join_list(self._lists[-1])
        self._item_pending = False

    def _join_list(self, open_list: _OpenList) -> None:
        if open_list.made is None:
            open_list.made = self._cursor.createList(open_list.format)
        else:
            open_list.made.add(self._cursor.block())
        if len(self._lists) == 1:
            self.last_list = open_list.made


def _thin() -> QTextBlockFormat:
    """The block Qt keeps after every table, made too low to be seen."""
    layout = QTextBlockFormat()
    layout.setLineHeight(1, _FIXED)
    return layout

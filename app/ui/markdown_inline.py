"""Writes the text of one markdown block into a Qt document: bold, code, links, line breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from PyQt6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextCharFormat,
    QTextCursor,
)

from app.ui.look import Look

if TYPE_CHECKING:
    from markdown_it.token import Token

LINE_BREAK = "\u2028"
"""Breaks a line inside a block."""
# Characters that Qt's documents use for their own structure, and the carriage return.
_STRUCTURAL = {0x0D: "", 0x2029: " ", 0xFDD0: " ", 0xFDD1: " "}


def insert_inline(
    cursor: QTextCursor, tokens: Sequence[Token], plain: QTextCharFormat, look: Look
) -> None:
    """Insert runs of text, each in the format of the marks that are open around it."""
    formats = [plain]
    for token in tokens:
        match token.type:
            case "text":
                insert_text(cursor, token.content, formats[-1])
            case "softbreak":
                insert_text(cursor, " ", formats[-1])
            case "hardbreak":
                insert_text(cursor, LINE_BREAK, formats[-1])
            case "code_inline":
                insert_text(cursor, token.content, code_format(look, formats[-1]))
            case "image":
                insert_text(cursor, token.content, formats[-1])
            case _ if token.nesting == 1:
                formats.append(_marked(token, formats[-1], look))
            case _ if token.nesting == -1 and len(formats) > 1:
                formats.pop()
            case _:
                insert_text(cursor, token.content, formats[-1])


def _marked(token: Token, around: QTextCharFormat, look: Look) -> QTextCharFormat:
    inner = QTextCharFormat(around)
    match token.tag:
        case "strong":
            inner.setFontWeight(QFont.Weight.Bold)
            inner.setForeground(brush(look.strong))
        case "em":
            inner.setFontItalic(True)
        case "s":
            inner.setFontStrikeOut(True)
        case "a":
            inner.setAnchor(True)
            inner.setAnchorHref(str(token.attrs.get("href", "")))
            inner.setForeground(brush(look.link))
            inner.setFontUnderline(True)
    return inner


def insert_text(cursor: QTextCursor, text: str, characters: QTextCharFormat) -> None:
    """Insert a text that cannot break the document's structure."""
    cursor.insertText(text.translate(_STRUCTURAL), characters)


def plain_format(look: Look) -> QTextCharFormat:
    """Ordinary words."""
    characters = QTextCharFormat()
    characters.setForeground(brush(look.text))
    return characters


def code_format(look: Look, around: QTextCharFormat) -> QTextCharFormat:
    """Code, otherwise like the words around it."""
    inner = QTextCharFormat(around)
    families: Any = [fixed_family()]
    inner.setFontFamilies(families)
    inner.setFontFixedPitch(True)
    inner.setForeground(brush(look.code))
    return inner


@cache
def fixed_family() -> str:
    """The system's own fixed-width font."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


def brush(colour: str) -> QBrush:
    """A solid brush of this ``#rrggbb``."""
    return QBrush(QColor(colour))

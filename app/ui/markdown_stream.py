"""Draws a growing markdown text: finished blocks are written once, only the open one again."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PyQt6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextList

from app.ui.look import Look
from app.ui.markdown_writer import MarkdownWriter

_ONLY_MARKS = re.compile(r"\s*(?:[-=*_+#>`~|:. ]+|\d{1,9}[.)]?)\s*")

_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strike-through; HTML is shown as text, never obeyed."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class MarkdownStream:
    """Keeps a document equal to the markdown received so far.

    Markdown closes its blocks line by line, so once a later block has begun on a complete
    line no further text can change the earlier ones; nor can it change the items of a list
    before the last one. Those are frozen; everything after
    them is taken out and written anew at each `flush`. The exception is a link whose
    address is defined further down; `finish` puts that right.
    """

    def __init__(self, document: QTextDocument, look: Look) -> None:
        document.setUndoRedoEnabled(False)
        self._document = document
        self._writer = MarkdownWriter(document, look)
        self._tail = ""
        self._frozen: list[str] = []
        self._frozen_end = 0
        self._frozen_fresh = True
        self._frozen_block = (QTextBlockFormat(), QTextCharFormat())
        self._lines_seen = 0
        self._growing = False
        self._item_at: int | None = None
        """Where the last frozen item stands of a list that is still open."""

    @property
    def source(self) -> str:
        """All markdown received so far."""
        return "".join(self._frozen) + self._tail

    def append(self, text: str) -> None:
        """Take more text in; it is drawn by the next `flush`."""
        self._tail += text.replace("\r", "")
        self._growing = True

    def flush(self) -> None:
        """Draw what has been received."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._remove_tail(cursor)
        self._freeze()
        tokens = parser().parse(settled(self._tail))
        self._writer.write(tokens, joins=self._continued_list(), colour_code=False)
        cursor.endEditBlock()

    def finish(self, text: str) -> None:
        """Make the document what drawing the whole text in one go would make it.

        What is frozen already looks like that, except where a link is defined further down.
        """
        if text.replace("\r", "") != self.source or "]:" in text:
            self.set_text(text)
            return
        self._growing = False
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._remove_tail(cursor)
        self._writer.write(parser().parse(self._tail), joins=self._continued_list())
        cursor.endEditBlock()

    def set_text(self, text: str) -> None:
        """Draw this text instead of what was there."""
        self.clear()
        self.append(text)
        self._growing = False
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._writer.write(parser().parse(self._tail))
        cursor.endEditBlock()

    def set_look(self, look: Look) -> None:
        """Change colours and sizes; the text is drawn again."""
        self._writer.look = look
        source, growing = self.source, self._growing
        if source and not growing:
            self.set_text(source)
        elif source:
            self.clear()
            self.append(source)
            self.flush()

    def clear(self) -> None:
        """Empty the document."""
        self._document.clear()
        self._tail, self._lines_seen = "", 0
        self._item_at = None
        self._growing = False
        self._frozen.clear()
        self._frozen_end, self._frozen_fresh = 0, True
        self._frozen_block = (QTextBlockFormat(), QTextCharFormat())
        self._writer.fresh = True

    def _remove_tail(self, cursor: QTextCursor) -> None:
        cursor.setPosition(self._frozen_end)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if not cursor.block().text():  # then Qt gave it the format of the block it removed
            cursor.setBlockFormat(self._frozen_block[0])
            cursor.setBlockCharFormat(self._frozen_block[1])
        self._writer.fresh = self._frozen_fresh

    def _continued_list(self) -> QTextList | None:
        """The open list. It is looked up: Qt makes it anew when all of it was taken out."""
        if self._item_at is None:
            return None
        return self._document.findBlock(self._item_at).textList()

    def _freeze(self) -> None:
        """Write the blocks that can no longer change, and move them out of the tail.

        Only complete lines count: what the beginning of a line means may still change.
        """
        complete = self._tail.count("\n")
        if complete == self._lines_seen:
            return
        self._lines_seen = complete
        lines = self._tail.split("\n")
        tokens = parser().parse("\n".join(lines[:complete]) + "\n")
        last, in_list = _start_of_what_is_open(tokens)
        if last == 0:
            return
        self._writer.write(tokens[:last], joins=self._continued_list())
        made = self._writer.last_list if in_list else None
        self._item_at = made.item(made.count() - 1).position() if made is not None else None
        first_line = (tokens[last].map or [0])[0]
        self._frozen.append("\n".join(lines[:first_line]) + "\n")
        self._tail = "\n".join(lines[first_line:])
        self._lines_seen = self._tail.count("\n")
        end = QTextCursor(self._document)
        end.movePosition(QTextCursor.MoveOperation.End)
        self._frozen_end, self._frozen_fresh = end.position(), self._writer.fresh
        self._frozen_block = (end.blockFormat(), end.blockCharFormat())


def settled(tail: str) -> str:
    """The open block without what would be drawn as something else a moment later.

    A line that is only marks as yet (``-``, ``1.``, ``#``, ``|``) would for one frame turn the
    line above into a heading or stand there as text; bold and code that are still open would
    show their marks.
    """
    before, line = tail[: tail.rfind("\n") + 1], tail[tail.rfind("\n") + 1 :]
    if len(_FENCE.findall(before)) % 2:  # inside a listing every character means itself
        return tail
    if _ONLY_MARKS.fullmatch(line):
        return before
    for mark in ("`", "**"):
        if line.count(mark) % 2 and not line.startswith(("```", "~~~")):
            bare = line.removesuffix(mark)
            line = bare if line.endswith(mark) and bare.count(mark) % 2 == 0 else line + mark
    return before + line


def _start_of_what_is_open(tokens: list[Token]) -> tuple[int, bool]:
    """Index of the token where the last top-level block begins, or the last item of a list.

    The second value says whether it is an item that follows others of the same list.
    """
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.level == 1 and token.type == "list_item_open" and tokens[index - 1].level == 1:
            return index, True
        if token.level == 0 and token.nesting >= 0:
            return index, False
    return 0, False

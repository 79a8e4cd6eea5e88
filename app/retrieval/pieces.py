"""A block of markdown to pieces: sentences, list items, table rows, code, none beyond a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_WORDS = 60
"""A passage is filled up to this many words; a longer sentence or code block stays whole."""
HARD_WORDS = 150
"""A run of words with no sentence end is cut here: the encoder reads 256 word pieces."""
HARD_CHARACTERS = 2000
"""A run with few or no spaces is cut here."""
WHOLE_CHARACTERS = 4000
"""Code, HTML or a table row beyond this is cut between lines, words or characters."""
WORD_CHARACTERS = 20
"""Text with few spaces counts as one word for each of these."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|(?<=[\u3002\uff01\uff1f])")
"""A mark and space before what is no small letter, or a full-width mark."""

_RUN = re.compile(rf"\S{{1,{HARD_CHARACTERS}}}")
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note that is never cut: a sentence, a list item, a table row, a code block."""

    text: str
    line: int
    gap: str
    """What stands between the piece before and this one when both are in a passage."""
    context: str = ""

    @property
    def words(self) -> int:
        """How much of a passage it fills."""
        return max(len(self.text.split()), len(self.text) // WORD_CHARACTERS)


def pieces_of(kind: str, lines: list[str], line: int) -> Iterator[Piece]:
    """The uncuttable parts of one block; ``kind`` is its markdown-it token, ``line`` its first."""
    if kind in ("fence", "code_block", "html_block"):
        yield from whole(lines, line)
    elif kind == "table_open":
        yield from _rows(lines, line)
    elif kind in ("bullet_list_open", "ordered_list_open"):
        yield from _items(lines, line)
    elif kind != "hr":
        yield from sentences(lines, line)


def whole(lines: list[str], line: int, gap: str = "\n\n", context: str = "") -> Iterator[Piece]:
    """Lines that belong together as one piece, or as few as `WHOLE_CHARACTERS` allows."""
    held: list[str] = []
    first = size = 0
    for offset, text in enumerate(lines):
        if held and size + len(text) > WHOLE_CHARACTERS:
            yield Piece("\n".join(held).rstrip(), line + first, gap, context)
            held, size, gap = [], 0, "\n"
        while len(text) > WHOLE_CHARACTERS:
            place = text.rfind(" ", 1, WHOLE_CHARACTERS) + 1 or WHOLE_CHARACTERS
            part, text = text[:place], text[place:]
            if part.strip():
                yield Piece(part.rstrip(), line + offset, gap, context)
                gap = part[len(part.rstrip()) :] and " "
        if not held and not text.strip():
            continue
        if not held:
            first = offset
        held.append(text)
        size += len(text) + 1
    if held:
        yield Piece("\n".join(held).rstrip(), line + first, gap, context)


def _rows(lines: list[str], line: int) -> Iterator[Piece]:
    """A table row by row; the head goes with the first row and is the context of the others."""
    yield from whole(lines[:3], line)
    head = lines[0][:HARD_CHARACTERS]
    for offset, row in enumerate(lines[3:], 3):
        yield from whole([row], line + offset, "\n", head)


def _items(lines: list[str], line: int) -> Iterator[Piece]:
    """A list item by item, nested ones too; an item longer than a passage at sentence ends."""
    starts = []
    in_code = False
    for offset, text in enumerate(lines):
        if not in_code and (offset == 0 or _ITEM.match(text)):
            starts.append(offset)
        in_code ^= bool(_FENCE.match(text))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        item = lines[start:end]
        if any(_FENCE.match(text) for text in item):
            yield from whole(item, line + start)
            continue
        parts = list(sentences(item, line + start))
        if sum(piece.words for piece in parts) > MAX_WORDS:
            yield from parts
        elif parts:
            indent = item[0][: len(item[0]) - len(item[0].lstrip())]
            text = joined(parts)
            yield Piece(indent + text, line + start, "\n")


def joined(pieces: list[Piece]) -> str:
    """The text of pieces that follow each other."""
    return pieces[0].text + "".join(piece.gap + piece.text for piece in pieces[1:])


def sentences(lines: list[str], line: int) -> Iterator[Piece]:
    """Prose as sentences with wrapped lines joined; the first opens a paragraph."""
    text = "\n".join(lines)
    gap = "\n\n"
    start, done = 0, -1
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        for offset, run in _runs(text, start, end):
            if done >= 0:
                gap = _between(text, done, offset)
            yield Piece(_unwrap(run), line + text.count("\n", 0, offset), gap)
            done = offset + len(run)
        start = end


def _unwrap(text: str) -> str:
    """The note's own text with wrapped lines joined; every other line break stays."""
    return _WRAP.sub(lambda match: _between(text, *match.span()), text)


def _between(text: str, start: int, end: int) -> str:
    """The white space between two words as shown: a hard break and a blank line are kept."""
    space = text[start:end]
    breaks = space.count("\n")
    if not breaks:
        return space and " "
    if breaks > 1:
        return "\n\n"
    if space.startswith("  "):
        return "  \n"
    if text[start - 1 : start] == "\\" or text[end : end + 1] == ">":
        return "\n"
    return " "


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """A sentence as it is, or cut between words (then characters) where it has no end."""
    first, last, count = -1, start, 0
    for match in _RUN.finditer(text, start, end):
        too_long = match.end() - first > HARD_CHARACTERS
        if first >= 0 and (count >= HARD_WORDS or too_long):
            yield first, text[first:last]
            first, count = -1, 0
        if first < 0:
            first = match.start()
        last = match.end()
        count += 1
    if first >= 0:
        yield first, text[first:last]

"""A note to passages: cut at sentence ends, never across headings or inside code or a table row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MAX_WORDS = 60
"""A passage is filled up to this many words; a longer sentence or code block stays whole."""
HARD_WORDS = 150
"""A run of words with no sentence end is cut here: the encoder reads 256 word pieces."""
HARD_CHARACTERS = 2000
"""A run with few or no spaces is cut here."""
WORD_CHARACTERS = 20
"""Text with few spaces counts as one word for each of these."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|(?<=[\u3002\uff01\uff1f])")
"""A mark and space before what is no small letter, or a full-width mark."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_RUN = re.compile(rf"\S{{1,{HARD_CHARACTERS}}}")
_MARKUP = re.compile(r"[*`|#>~]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One passage of one note."""

    text: str
    """As shown: the note's own words, wrapped lines joined."""
    heading: str
    """Heading path, outermost first, joined by `` > ``; empty before the first heading."""
    title: str
    """The note's title, from its front matter, else its first heading, else its file name."""
    line: int
    """First line in the note, from 1."""
    context: str = ""
    """Indexed with the text but not shown: a table's head row, for its later rows."""

    @property
    def headline(self) -> str:
        """Title and headings, each once: indexed with the text, not shown in it."""
        if self.heading.split(" > ")[0] == self.title:
            return self.heading
        return " > ".join(part for part in (self.title, self.heading) if part)

    @property
    def indexed(self) -> str:
        """What is searched."""
        parts = (self.headline, plain(self.context), plain(self.text))
        return "\n".join(part for part in parts if part)


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
        return max(len(self.text.split()), len(self.text) // WORD_CHARACTERS)


def plain(markdown: str) -> str:
    """Markdown without link targets and marks, for the index."""
    return _MARKUP.sub(" ", _LINK.sub(r"\1", markdown)).strip()


def chunk_note(text: str, name: str) -> list[Chunk]:
    """The passages of a markdown note in reading order; ``name`` is its title of last resort.

    Every visible character outside headings and front matter marks is in exactly one chunk.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    skipped = front.group().count("\n") if front else 0
    title = ""
    chunks: list[Chunk] = []
    if front:
        title, kept = _read_front_matter(front.group(1) or "")
        chunks = list(pack(kept, "", title))
        text = "\n" * skipped + text[front.end() :]
    sections = list(_sections(text))
    headings = [path for path, _ in sections if path]
    title = title or (headings[0][0] if headings else name)
    chunks = [Chunk(c.text, c.heading, title, c.line) for c in chunks]
    for path, pieces in sections:
        chunks.extend(pack(pieces, " > ".join(path), title))
    return chunks


def chunk_text(text: str, name: str, max_words: int = MAX_WORDS) -> list[Chunk]:
    """The passages of plain text: paragraphs at blank lines, cut at sentence ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    pieces: list[Piece] = []
    start = 0
    for end in [*(i for i, line in enumerate(lines) if not line.strip()), len(lines)]:
        pieces.extend(_sentences(lines[start:end], start + 1))
        start = end + 1
    return list(pack(pieces, "", name, max_words))


def pack(
    pieces: list[Piece], heading: str, title: str, max_words: int = MAX_WORDS
) -> Iterator[Chunk]:
    """Fill passages with pieces in order; one that is longer than the limit stands alone."""
    held: list[Piece] = []
    count = 0
    for piece in pieces:
        if held and count + piece.words > max_words:
            yield _join(held, heading, title)
            held, count = [], 0
        held.append(piece)
        count += piece.words
    if held:
        yield _join(held, heading, title)


def _join(pieces: list[Piece], heading: str, title: str) -> Chunk:
    text = pieces[0].text + "".join(piece.gap + piece.text for piece in pieces[1:])
    return Chunk(text, heading, title, pieces[0].line, pieces[0].context)


def _read_front_matter(body: str) -> tuple[str, list[Piece]]:
    """The title, and every other line as a piece: ``owner: Maya`` answers a question too."""
    found = _TITLE.search(body)
    title = found.group(1).strip("\"'") if found else ""
    pieces = [
        Piece(line.rstrip(), number, "\n")
        for number, line in enumerate(body.split("\n"), 2)
        if line.strip() and not (found and line.lower().startswith("title:"))
    ]
    return title, pieces


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("inline")


def _sections(text: str) -> Iterator[tuple[tuple[str, ...], list[Piece]]]:
    """Each heading path with its pieces; a heading with nothing below stands for itself."""
    lines = text.split("\n")
    path: list[tuple[int, str]] = []
    pieces: list[Piece] = []
    done = 0
    bare: Piece | None = None
    tokens = _parser().parse(text)
    for position, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        start, end = token.map
        if start > done:
            pieces.extend(_sentences(lines[done:start], done + 1))
        if token.type == "heading_open":
            level = int(token.tag[1:])
            if not pieces and bare and path[-1][0] >= level:
                pieces = [bare]
            if pieces:
                yield _names(path), pieces
            pieces = []
            while path and path[-1][0] >= level:
                path.pop()
            content = tokens[position + 1].content
            name = " ".join((plain(content) or content).split())
            path.append((level, name))
            bare = Piece(name, start + 1, "\n") if name else None
        else:
            pieces.extend(_pieces(token.type, lines[start:end], start + 1))
        done = max(done, end)
    if done < len(lines):
        pieces.extend(_sentences(lines[done:], done + 1))
    if not pieces and bare:
        pieces = [bare]
    if pieces:
        yield _names(path), pieces


def _names(path: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in path if name)


def _pieces(kind: str, lines: list[str], line: int) -> Iterator[Piece]:
    """The uncuttable parts of one block of markdown."""
    if kind in ("fence", "code_block", "html_block"):
        yield from _whole(lines, line)
    elif kind == "table_open":
        yield from _rows(lines, line)
    elif kind in ("bullet_list_open", "ordered_list_open"):
        yield from _items(lines, line)
    elif kind != "hr":
        yield from _sentences(lines, line)


def _whole(lines: list[str], line: int) -> Iterator[Piece]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    if lines:
        yield Piece("\n".join(lines), line, "\n\n")


def _rows(lines: list[str], line: int) -> Iterator[Piece]:
    """A table row by row; the head goes with the first row and is the context of the others."""
    head = lines[:2]
    yield Piece("\n".join(lines[:3]), line, "\n\n")
    for offset, row in enumerate(lines[3:], 3):
        if row.strip():
            yield Piece(row, line + offset, "\n", context=head[0])


_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


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
            yield from _whole(item, line + start)
            continue
        sentences = list(_sentences(item, line + start))
        if sum(piece.words for piece in sentences) > MAX_WORDS:
            yield from sentences
        elif sentences:
            indent = item[0][: len(item[0]) - len(item[0].lstrip())]
            text = " ".join(piece.text for piece in sentences)
            yield Piece(indent + text, line + start, "\n")


def _sentences(lines: list[str], line: int) -> Iterator[Piece]:
    """Prose as sentences with wrapped lines joined; the first opens a paragraph."""
    text = "\n".join(lines)
    gap = "\n\n"
    start = 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        for offset, run in _runs(text, start, end):
            yield Piece(" ".join(run.split()), line + text.count("\n", 0, offset), gap)
            gap = " "
        start = end


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """A sentence as it is, or cut between words (then characters) where it has no end."""
    first, last, count = -1, start, 0
    for match in _RUN.finditer(text[start:end]):
        at = start + match.start()
        too_long = match.end() + start - first > HARD_CHARACTERS
        if first >= 0 and (count >= HARD_WORDS or too_long):
            yield first, text[first:last]
            first, count = -1, 0
        if first < 0:
            first = at
        last = start + match.end()
        count += 1
    if first >= 0:
        yield first, text[first:last]

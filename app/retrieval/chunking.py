"""A note to passages: cut at sentence ends, never across headings or inside code or a table row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app.retrieval.pieces import MAX_WORDS, Piece, joined, pieces_of, sentences, whole

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST_HEADING = 500
"""A longer heading or title, or a heading of several lines, is read as text."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = r"[\w-]+(?:[ ][\w-]+){0,2}|\"[^\"\n]+\"|'[^'\n]+'"
_YAML = re.compile(rf"(?:{_KEY})[ ]?:(?:\s|$)|-(?:\s|$)|[ \t]|[#\]}}]")
"""How a line of front matter begins: a key, a list item, what continues them, or a remark."""
_TITLE = re.compile(
    rf"^title:[ \t]*(.{{1,{LONGEST_HEADING}}}?)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
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


def plain(markdown: str) -> str:
    """Markdown without link targets and marks, for the index."""
    return _MARKUP.sub(" ", _LINK.sub(r"\1", markdown)).strip()


def chunk_note(text: str, name: str) -> list[Chunk]:
    """The passages of a markdown note in reading order; ``name`` is its title of last resort.

    Every visible character outside headings and front matter marks is in exactly one chunk.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _front_matter(text)
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


def chunk_text(text: str, name: str) -> list[Chunk]:
    """The passages of plain text: paragraphs at blank lines, cut at sentence ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    pieces: list[Piece] = []
    start = 0
    for end in [*(i for i, line in enumerate(lines) if not line.strip()), len(lines)]:
        pieces.extend(sentences(lines[start:end], start + 1))
        start = end + 1
    return list(pack(pieces, "", name))


def pack(pieces: list[Piece], heading: str, title: str) -> Iterator[Chunk]:
    """Fill passages with pieces in order; one of more than `MAX_WORDS` stands alone."""
    held: list[Piece] = []
    count = 0
    for piece in pieces:
        if held and count + piece.words > MAX_WORDS:
            yield _join(held, heading, title)
            held, count = [], 0
        held.append(piece)
        count += piece.words
    if held:
        yield _join(held, heading, title)


def _join(pieces: list[Piece], heading: str, title: str) -> Chunk:
    return Chunk(joined(pieces), heading, title, pieces[0].line, pieces[0].context)


def _front_matter(text: str) -> re.Match[str] | None:
    """What stands above the text; a note that merely opens with a rule has none."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        return None
    lines = [line for line in (front.group(1) or "").split("\n") if line.strip()]
    if all(_YAML.match(line) for line in lines) and not (lines and lines[0][0] in "- \t]}"):
        return front
    return None


def _read_front_matter(body: str) -> tuple[str, list[Piece]]:
    """The title, and every other line as a piece: ``owner: Maya`` answers a question too."""
    found = _TITLE.search(body)
    title = found.group(1).strip("\"'") if found else ""
    pieces = [
        piece
        for number, line in enumerate(body.split("\n"), 2)
        if not (found and line.lower().startswith("title:"))
        for piece in whole([line], number, "\n")
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
            pieces.extend(sentences(lines[done:start], done + 1))
        if token.type == "heading_open" and _is_name(tokens[position + 1].content):
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
            # The last line of an underlined heading is its rule.
            last = end - 1 if token.type == "heading_open" and token.markup in "=-" else end
            pieces.extend(pieces_of(token.type, lines[start:last], start + 1))
        done = max(done, end)
    if done < len(lines):
        pieces.extend(sentences(lines[done:], done + 1))
    if not pieces and bare:
        pieces = [bare]
    if pieces:
        yield _names(path), pieces


def _is_name(heading: str) -> bool:
    return "\n" not in heading and len(heading) <= LONGEST_HEADING


def _names(path: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in path if name)

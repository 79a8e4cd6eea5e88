"""Shortens an answer to one headline and a few bullets, for reading at a glance. No Qt."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^ ?(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?(.*)")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TABLE = re.compile(r"^\s*\|")
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?:])|(?<=[.!?:][*_)`'\"])|(?<=[.!?:]\*\*))\s+(?=[\"'(*`]*[^\W_a-z])"
)
_MARKS = re.compile(r"\*\*|__")


def condense(markdown: str, bullets: int = 5) -> str:
    """Markdown of a bold headline and at most ``bullets`` bullets.

    The headline is the first sentence. The bullets are the first sentences of the answer's
    own list items, or of its later sentences where it has no list. Code and tables go.
    """
    sentences, items = _parts(markdown)
    if not sentences and not items:
        return ""
    headline = sentences[0] if sentences else items.pop(0)
    points = (items or sentences[1:])[:bullets]
    lines = [f"**{_MARKS.sub('', headline).strip()}**"]
    if points:
        lines += ["", *(f"- {_closed(point)}" for point in points)]
    return "\n".join(lines)


def _closed(text: str) -> str:
    """The text without its bold marks where a cut has left one of them alone."""
    return text if text.count("**") % 2 == 0 else text.replace("**", "")


def _parts(markdown: str) -> tuple[list[str], list[str]]:
    """The sentences outside lists, and the first sentence of each top-level list item."""
    sentences: list[str] = []
    items: list[str] = []
    paragraph: list[str] = []
    fence = ""

    def close() -> None:
        if paragraph:
            sentences.extend(_SENTENCE_END.split(" ".join(paragraph)))
            paragraph.clear()

    for line in markdown.split("\n"):
        if opened := _FENCE.match(line):
            close()
            mark = opened.group(1)[:3]
            fence = "" if fence == mark else fence or mark
            continue
        if fence or _TABLE.match(line):
            continue
        if item := _ITEM.match(line):
            close()
            items.append(_SENTENCE_END.split(item.group(1))[0])
        elif heading := _HEADING.match(line):
            close()
            if not sentences and not items:
                sentences.append(heading.group(1))
        elif line.startswith((" ", "\t")) and items:
            continue
        elif line.strip():
            paragraph.append(line.strip().lstrip("> "))
        else:
            close()
    close()
    return [text for text in sentences if text], [text for text in items if text]

"""What the user changed in a prompt, line by line and word by word, readable without colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from app.ui.styles import Palette

ALIKE = 0.5
"""Lines at least so alike are shown word by word."""
AROUND = 2
"""Unchanged lines shown around a change."""


def difference(before: str, after: str, colours: Palette) -> str:
    """HTML of the change: ``-`` and struck out what went, ``+`` and underlined what came.

    Empty when both texts are the same.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(AROUND))
    parts = []
    for group in groups:
        lines = [line for step in group for line in _step(old, new, step, colours)]
        parts.append("<br>".join(lines))
    gap = f'<p style="color: {colours.dim}">⋯</p>'
    return f'<div style="white-space: pre-wrap">{gap.join(parts)}</div>' if parts else ""


def _step(
    old: Sequence[str],
    new: Sequence[str],
    step: tuple[str, int, int, int, int],
    colours: Palette,
) -> Iterator[str]:
    kind, first, last, start, end = step
    if kind == "equal":
        for line in old[first:last]:
            yield f'<span style="color: {colours.dim}">&nbsp;&nbsp;{escape(line)}</span>'
        return
    gone, came = list(old[first:last]), list(new[start:end])
    if len(gone) == len(came) and all(map(_alike, gone, came)):
        for before, after in zip(gone, came, strict=True):
            yield _marked("-", _words(before, after, colours, gone=True), colours.recording)
            yield _marked("+", _words(before, after, colours, gone=False), colours.listening)
        return
    for line in gone:
        yield _marked("-", _run(line, colours, gone=True), colours.recording)
    for line in came:
        yield _marked("+", _run(line, colours, gone=False), colours.listening)


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(a=before, b=after, autojunk=False).ratio() >= ALIKE


def _words(before: str, after: str, colours: Palette, *, gone: bool) -> str:
    """One side of a changed line, its own words set off."""
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    parts = []
    for kind, first, last, start, end in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        text = "".join(old[first:last] if gone else new[start:end])
        parts.append(escape(text) if kind == "equal" else _run(text, colours, gone=gone))
    return "".join(parts)


def _run(text: str, colours: Palette, *, gone: bool) -> str:
    if not text:
        return ""
    colour, line = (colours.recording, "line-through") if gone else (colours.listening, "underline")
    return f'<span style="color: {colour}; text-decoration: {line}">{escape(text)}</span>'


def _marked(sign: str, inner: str, colour: str) -> str:
    return f'<b style="color: {colour}">{sign}</b>&nbsp;{inner}'

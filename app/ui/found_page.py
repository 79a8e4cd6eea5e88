"""Passages that a search found, each with why: its rank by words and by meaning, and the words."""

from __future__ import annotations

import re
from html import escape

from app.core.events import Passage, Passages
from app.ui.language import tr
from app.ui.styles import Palette

MOST_SHOWN = 1_200
"""Characters of a passage that are shown."""


def found_page(found: Passages, colours: Palette) -> str:
    """The passages as HTML; the link of each names its place in the list, from 0."""
    if not found.passages:
        return f'<p style="color: {colours.dim}">{escape(tr("Nothing found."))}</p>'
    parts = [f'<p style="color: {colours.dim}">{escape(_verdict(found))}</p>']
    parts += [_passage(number, one, colours) for number, one in enumerate(found.passages)]
    return "".join(parts)


def _verdict(found: Passages) -> str:
    took = tr("Found in {ms} ms.").format(ms=f"{found.took_ms:.0f}")
    if found.covered:
        return tr("Your notes cover this.") + " " + took
    return tr("Probably not in your notes; these come nearest.") + " " + took


def _passage(number: int, one: Passage, colours: Palette) -> str:
    source = f"{one.note} > {one.heading}" if one.heading else one.note
    return (
        f'<p style="margin-bottom: 0"><b style="color: {colours.dim}">[{number + 1}]</b> '
        f'<a href="{number}" style="color: {colours.accent}">{escape(source)}</a></p>'
        f'<p style="color: {colours.dim}; margin: 2px 0">{escape(why(one))}</p>'
        f'<p style="color: {colours.text}; white-space: pre-wrap; margin-top: 2px">'
        f"{_marked(one.text[:MOST_SHOWN], one.why.terms, colours)}</p>"
    )


def why(one: Passage) -> str:
    """Why a passage was chosen, in words."""
    ranks = []
    if one.why.bm25 is not None:
        ranks.append(tr("place {rank} by its words").format(rank=one.why.bm25))
    if one.why.dense is not None:
        ranks.append(tr("place {rank} by its meaning").format(rank=one.why.dense))
    words = tr("Score {score}: {ranks}.")
    said = words.format(score=f"{one.score:.4f}", ranks=", ".join(ranks) or "-")
    if one.why.terms:
        said += " " + tr("Words that match: {words}.").format(words=", ".join(one.why.terms))
    return said


def _marked(text: str, terms: tuple[str, ...], colours: Palette) -> str:
    """The text with the words that match set off."""
    wanted = [re.escape(term) for term in terms if term]
    if not wanted:
        return escape(text)
    pattern = re.compile(rf"\b(?:{'|'.join(wanted)})\w*", re.IGNORECASE)
    parts, last = [], 0
    for found in pattern.finditer(text):
        parts += [
            escape(text[last : found.start()]),
            f'<b style="color: {colours.strong}">{escape(found.group())}</b>',
        ]
        last = found.end()
    return "".join(parts) + escape(text[last:])

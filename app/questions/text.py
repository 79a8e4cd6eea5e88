"""Text as the rules see it: sentences, and their words in one plain spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDS = re.compile(r"(?<=[.?!\u2026])[\"')\]]*\s+")
_ABBREVIATIONS = re.compile(r"\b(mr|mrs|ms|dr|st|vs|e\.g|i\.e|etc|prof|no)\.(?=\s)", re.IGNORECASE)
_MARKS = re.compile(r"[,;:\u2014\u2013]|\s-\s|\.\.+|\u2026")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'"})
_CLOSING = "\"')] \u201d\u2019"
_NOISE = re.compile(r"[^a-z0-9'+#/ ,.-]")
_LOOSE_DOTS = re.compile(r"[.-]+(?=\s|$)|(?<=\s)[.-]+")
_FILLERS = re.compile(r"\b(?:um+|uh+|erm?|ah+|mm+|hm+|uhm+)\b")
_STUTTER = re.compile(r"\b(\w+)(?: , \1| \1)+\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as it was written, its plain words and whether it ended in ``?``."""

    written: str
    plain: str
    """Lower case, straight apostrophes, no hesitations; commas stand alone as words."""
    marked: bool

    @property
    def words(self) -> list[str]:
        return [word for word in self.plain.split() if word != ","]


def plain(text: str) -> str:
    """The words of a text in one spelling; see `Sentence.plain`."""
    text = text.lower().translate(_APOSTROPHES)
    text = _MARKS.sub(" , ", text)
    text = _NOISE.sub(" ", text)
    text = _LOOSE_DOTS.sub(" ", text)
    text = _FILLERS.sub(" ", text)
    text = " ".join(text.split())
    text = _STUTTER.sub(r"\1", text)
    return re.sub(r"^(?:, )+|(?: ,)+$", "", text).strip(" ,")


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; a text without full stops is one sentence."""
    guarded = _ABBREVIATIONS.sub(lambda match: match.group(1) + "\0", " ".join(text.split()))
    found = []
    for written in _ENDS.split(guarded):
        written = written.replace("\0", ".").strip()
        words = plain(written)
        if words:
            found.append(Sentence(written, words, written.rstrip(_CLOSING).endswith("?")))
    return found

"""The names and special terms of the notes, for repairing and hinting what was heard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from app.retrieval.chunking import Chunk

_CANDIDATE = re.compile(r"[^\W\d_][\w'\u2019-]*[\w]")


def names(chunks: Iterable[Chunk], most: int = 500) -> tuple[str, ...]:
    """Words that the notes write in capitals inside a sentence, the most frequent first.

    These are the names, products and abbreviations a general recogniser does not know. A word
    also seen in small letters is an ordinary one and left out.
    """
    capital: Counter[str] = Counter()
    small: set[str] = set()
    for chunk in chunks:
        text = f"{chunk.heading}. {chunk.text}"
        for match in _CANDIDATE.finditer(text):
            word = match.group()
            if word.islower():
                small.add(word)
            elif any(letter.isupper() for letter in word):
                capital[word] += 1
    kept = [word for word, _ in capital.most_common() if word.lower() not in small]
    return tuple(kept[:most])

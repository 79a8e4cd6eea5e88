"""Word errors between what was said and what was heard."""

from __future__ import annotations

import re

_SPELT = {
    "mr": "mister", "mrs": "missis", "dr": "doctor", "okay": "ok", "%": "percent",
    "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six",
    "7": "seven", "8": "eight", "9": "nine", "10": "ten", "11": "eleven", "12": "twelve",
}  # fmt: skip
_WORD = re.compile(r"[a-z0-9']+|%")


def spoken_words(text: str) -> list[str]:
    """The words of a text as they are spoken: small letters, no marks, short numbers spelt."""
    text = text.lower().replace("\u2019", "'").replace("-", " ")
    return [_SPELT.get(word, word) for word in _WORD.findall(text)]


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Words wrong, missing or added, and words said."""
    from rapidfuzz.distance import Levenshtein

    reference = spoken_words(said)
    return Levenshtein.distance(reference, spoken_words(heard)), len(reference)

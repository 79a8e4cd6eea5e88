"""Whether two questions ask the same thing in nearly the same words."""

from __future__ import annotations

from rapidfuzz import fuzz

from app.questions.text import plain

_SMALL = frozenset(
    """a an the and or but so of to in on at for with by is are was were be do does did can could
    would will should have has had i you he she it we they my your our their me us please tell
    about just then okay well um like really that this there""".split()
)
ALIKE = 85.0
"""Likeness of two words, 0 to 100, at which one is a mishearing of the other."""


def same_question(one: str, other: str) -> bool:
    """Whether every word that matters in either has its like in the other.

    Numbers must be equal: "how many in 2024" is not "how many in 2025".
    """
    words, others = _content(one), _content(other)
    if not words or not others:
        return plain(one) == plain(other)
    return _covered(words, others) and _covered(others, words)


def _content(text: str) -> list[str]:
    return [word for word in plain(text).replace(",", " ").split() if word not in _SMALL]


def _covered(words: list[str], others: list[str]) -> bool:
    return all(any(_alike(word, other) for other in others) for word in words)


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    if min(len(word), len(other)) < 5 or any(map(str.isdigit, word + other)):
        return False
    return fuzz.ratio(word, other) >= ALIKE

"""Text to search terms: one form for a word however it was written, said or inflected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

STOP_WORDS = frozenset(
    """a about also am an and any are as at be been but by can could did do does for from had has
    have he her him his how i if in into is it its just me my of on or our please s she should so
    some t tell than that the their them then there these they this those to us was we were what
    when where which who whom whose why will with would you your""".split()
)
"""Words too common to tell passages apart; short, so that names and verbs stay."""

_WORD = re.compile(r"\w+(?:[-.'\u2019]\w+)*")
_PART = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def words(text: str) -> list[str]:
    """The words of a text, case-folded and unstemmed, identifiers split into their parts.

    ``getUserById`` gives its parts and itself, ``kube-proxy`` and ``on_call`` their parts;
    ``S3`` and ``p95`` stay whole.
    """
    found: list[str] = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        for part in _PART.findall(match.group().replace("\u2019", "'").removesuffix("'s")):
            humps = _HUMP.split(part)
            if len(humps) > 1:
                found.extend(hump.casefold() for hump in humps)
            found.append(part.casefold())
    return found


def content_words(text: str) -> list[str]:
    """The words that say what a text is about: `words` without the stop list."""
    return [word for word in words(text) if word not in STOP_WORDS]


def stem(found: Iterable[str]) -> list[str]:
    """The Snowball stem of each word, in order."""
    import Stemmer

    stems: list[str] = Stemmer.Stemmer("english").stemWords(list(found))
    return stems


def terms(text: str) -> list[str]:
    """Stems of the content words, in order, repeats kept: what BM25 counts."""
    return stem(content_words(text))

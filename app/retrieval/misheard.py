"""Words that a recogniser or a hasty hand got wrong: matched to the words the notes do have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.retrieval.spoken_numbers import spoken_numbers
from app.retrieval.terms import STOP_WORDS, content_words, stem, words

if TYPE_CHECKING:
    from app.retrieval.workers import Entry

MIN_LETTERS = 4
"""Shorter words have too many neighbours."""
NEAR_SPELLING = 0.75
"""Least likeness of spelling, 1 minus edits for each letter of the longer word."""
NEAR_SOUND = 0.6
"""Least likeness of spelling for a word that sounds alike."""
NEAR_ORDINARY = 0.8
"""Least likeness of one ordinary word to another."""
NEAR_JOINED = 0.8
"""Least likeness of two neighbours written as one word."""
WEIGHT = 0.8
"""What a guessed word weighs beside a word that was found, times its likeness."""
MOST = 3
"""Guesses for one word."""

_SOUNDS = str.maketrans(
    "bpfvcgjkqsxzdtlmnr", "111122222222334556", "aeiouyhw\u00e4\u00f6\u00fc\u00e5\u00e9\u00e8'"
)
_REPEAT = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Sought:
    """One term to look up for one word of the query."""

    term: str
    word: str
    """As a person reads it: the word said, or the notes' word that was guessed for it."""
    weight: float
    """1 for a word said; less for a guess."""
    place: int
    """Which word of the query it stands for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A query as the notes would put it."""

    sought: tuple[Sought, ...]
    repaired: str = ""
    """The query with guesses in place of unknown words; empty when nothing was guessed."""

    @property
    def weights(self) -> dict[str, float]:
        """Each term once, with the most it weighs."""
        most: dict[str, float] = {}
        for item in self.sought:
            most[item.term] = max(most.get(item.term, 0.0), item.weight)
        return most


def as_said(query: str) -> Heard:
    """The query's own content words, nothing guessed."""
    said = content_words(query)
    pairs = enumerate(zip(stem(said), said, strict=True))
    return Heard(tuple(Sought(term, word, 1.0, place) for place, (term, word) in pairs))


def vocabulary_of(entries: Iterable[Entry], ordinary: Callable[[str], bool]) -> Vocabulary:
    """Every word of an index; 0.1 s for 10,000 chunks."""
    stems: dict[str, str] = {}
    for entry in entries:
        stems.update(zip(entry.words, entry.terms, strict=True))
    return Vocabulary(stems, ordinary)


class Vocabulary:
    """The words of the notes, by spelling and by sound."""

    def __init__(
        self, stems: Mapping[str, str], ordinary: Callable[[str], bool] = lambda word: False
    ) -> None:
        """``stems`` gives the term of each word of the notes.

        An ``ordinary`` word of the language is taken for a name or a term of the trade, but
        for another ordinary one only when that is very near. Otherwise a small base, which
        lacks many words, would turn "cost" into "post".
        """
        self._stems = stems
        self._ordinary = ordinary
        self._terms = set(stems.values())
        self._by_length: dict[int, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in stems:
            if len(word) >= MIN_LETTERS and not word.isdigit():
                self._by_length.setdefault(len(word), []).append(word)
                self._by_sound.setdefault(sound(word), []).append(word)

    def __contains__(self, term: object) -> bool:
        return term in self._terms

    def near(self, word: str, least: float = NEAR_SPELLING) -> list[tuple[str, float]]:
        """Words of the notes that the word may stand for, the likeliest first, with likeness."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(word) < MIN_LETTERS or not word.isalpha():
            return []
        likely: dict[str, float] = {}
        shortest, longest = int(len(word) * least), int(len(word) / least) + 1
        for length in range(max(shortest, MIN_LETTERS), longest + 1):
            choices = self._by_length.get(length, ())
            for found, likeness, _ in process.extract(
                word, choices, scorer=OSA.normalized_similarity, score_cutoff=least, limit=MOST
            ):
                likely[found] = likeness
        for found in self._by_sound.get(sound(word), ()):
            likeness = OSA.normalized_similarity(word, found)
            if likeness >= NEAR_SOUND:
                likely[found] = max(likeness, NEAR_SPELLING)
        if self._ordinary(word):
            likely = {
                found: score
                for found, score in likely.items()
                if score >= NEAR_ORDINARY or not self._ordinary(found)
            }
        return sorted(likely.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]

    def hear(self, query: str) -> Heard:
        """The query's terms, with guesses for words that the notes do not have."""
        said = words(query)
        stems = stem(said)
        known = [word in STOP_WORDS or term in self for word, term in zip(said, stems, strict=True)]
        sought: list[Sought] = []
        repaired = list(said)
        for place, (word, term) in enumerate(zip(said, stems, strict=True)):
            guesses = [] if known[place] else self.near(word)
            if guesses:
                sought.extend(self._guessed(guesses, place))
                repaired[place] = guesses[0][0]
            elif word not in STOP_WORDS:
                sought.append(Sought(term, word, 1.0, place))
        for place, (first, second) in enumerate(pairwise(said)):
            if (known[place] and known[place + 1]) or not STOP_WORDS.isdisjoint((first, second)):
                continue
            if guesses := self.near(first + second, NEAR_JOINED):
                sought.extend(self._guessed(guesses, place))
                repaired[place], repaired[place + 1] = guesses[0][0], ""
        for place, count, digits in spoken_numbers(said):
            sought.extend(self._number(said, place, count, digits, repaired))
        changed = repaired != said
        return Heard(tuple(sought), " ".join(filter(None, repaired)) if changed else "")

    def _number(
        self, said: list[str], place: int, count: int, digits: str, repaired: list[str]
    ) -> Iterator[Sought]:
        """A number said in words, alone ("2015") or with the word before it ("p95", "s3")."""
        joined = said[place - 1] + digits if place else ""
        if joined and joined in self:
            place, count, digits = place - 1, count + 1, joined
        elif len(digits) < 2 or digits not in self:
            return
        yield Sought(digits, digits, 1.0, place)
        repaired[place : place + count] = [digits, *[""] * (count - 1)]

    def _guessed(self, guesses: list[tuple[str, float]], place: int) -> Iterator[Sought]:
        for word, likeness in guesses:
            yield Sought(self._stems[word], word, WEIGHT * likeness, place)


def sound(word: str) -> str:
    """A rough key of how a word sounds: its consonants by kind, repeats once."""
    return _REPEAT.sub(r"\1", word.replace("ph", "f").translate(_SOUNDS))

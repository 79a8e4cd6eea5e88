"""Repairs names of the notes that were heard wrong, and leaves every ordinary word alone.

A heard word is replaced only when it is no English word, a term of the notes is spelt or
sounds nearly the same, and no other term comes close. Words that were heard apart ("post
gress", "north wind") are joined when together they are such a term.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from app.asr.vocabulary import Vocabulary
from app.core.paths import shipped

WORD_PIECES = "assets/models/all-MiniLM-L6-v2/tokenizer.json"
SHORTEST = 4
"""Letters below which a likeness says nothing."""
SPELT_ALIKE = 86.0
SOUNDS_ALIKE = 70.0
"""Likeness of spelling, 0 to 100, that is enough alone, or if both sound the same."""
AHEAD = 6.0
"""By how much the best term must be more alike than the second best."""

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'+-]*")
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ally", "n't")
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("gh(?=[^aeiouy]|$)"), ""),
    (re.compile("sch|sh|ch|tch"), "x"),
    (re.compile("th"), "t"),
    (re.compile("ck|q|c(?=[eiy])?"), "k"),
    (re.compile("x(?=.)"), "ks"),
    (re.compile("[zs]"), "s"),
    (re.compile("[dt]"), "t"),
    (re.compile("[bp]"), "p"),
    (re.compile("[vw]"), "f"),
    (re.compile("g"), "k"),
    (re.compile("j"), "k"),
    (re.compile("h"), ""),
)
_VOWELS = re.compile("[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Some twenty thousand common English words: the whole words the encoder's tokenizer knows.

    Raises `GhostPilotError` (exit 3) when the program's own file is missing.
    """
    pieces = json.loads(shipped(WORD_PIECES).read_text(encoding="utf-8"))
    vocabulary: Collection[str] = pieces["model"]["vocab"]
    return frozenset(word for word in vocabulary if word.isalpha() and word.isascii())


def sound_of(word: str) -> str:
    """The consonants of a word as they sound; equal for words heard alike."""
    sounds = word.lower()
    for pattern, replacement in _SOUNDS:
        sounds = pattern.sub(replacement, sounds)
    first = "a" if sounds[:1] and sounds[0] in "aeiouy" else ""
    return _DOUBLE.sub(r"\1", first + _VOWELS.sub("", sounds))


class Mender:
    """Mends final texts with the terms the notes hold at that moment."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms: tuple[str, ...] = ()
        self._repair: Repair | None = None

    def __call__(self, text: str) -> str:
        """The text with terms of the notes put right."""
        terms = self._vocabulary.terms
        if terms != self._terms:
            self._terms = terms
            self._repair = Repair(self._terms) if self._terms else None
        return self._repair.mend(text) if self._repair else text


@dataclass(frozen=True, slots=True)
class _Heard:
    """One word of a text and where it stands."""

    word: str
    start: int
    end: int


class Repair:
    """Knows the terms of the notes and mends texts with them."""

    def __init__(self, terms: Collection[str], ordinary: Collection[str] | None = None) -> None:
        self._ordinary = ordinary_words() if ordinary is None else ordinary
        usable = [term for term in terms if len(_letters(term)) >= SHORTEST]
        self._terms = {
            _letters(term): term for term in usable if not self._is_ordinary(term.lower())
        }
        self._sounds = {letters: sound_of(letters) for letters in self._terms}

    def mend(self, text: str) -> str:
        """The text with mis-heard terms put right; the same text when there are none."""
        heard = [_Heard(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        mended, done, place = "", 0, 0
        while place < len(heard):
            for size in (3, 2, 1):
                window = heard[place : place + size]
                term = self._term_for(window, text) if len(window) == size else None
                if term is not None:
                    mended += text[done : window[0].start] + term
                    done = window[-1].end
                    place += size - 1
                    break
            place += 1
        return mended + text[done:]

    def _term_for(self, window: list[_Heard], text: str) -> str | None:
        """The term that was meant by these words, or None."""
        words = [heard.word for heard in window]
        between = text[window[0].start : window[-1].end]
        if len(words) > 1 and re.search(r"[^\w\s'+-]", between):
            return None
        ending = "'s" if words[-1].lower().endswith("'s") else ""
        joined = _letters("".join(words).removesuffix(ending))
        if joined in self._terms:
            known = self._terms[joined]
            return known + ending if len(words) > 1 else None
        letters = [_letters(word) for word in words]
        if len(words) > 1 and any(word in self._terms or len(word) < SHORTEST for word in letters):
            return None
        strange = [word for word in words if not self._is_ordinary(word.lower())]
        if not strange or len(strange) * 2 < len(words):
            return None
        best = self._closest(joined)
        return best + ending if best else None

    def _closest(self, letters: str) -> str | None:
        from rapidfuzz import fuzz, process

        if len(letters) < SHORTEST or any(map(str.isdigit, letters)):
            return None
        found = process.extract(letters, self._terms.keys(), scorer=fuzz.ratio, limit=2)
        if not found or (len(found) > 1 and found[0][1] - found[1][1] < AHEAD):
            return None
        match, likeness = found[0][0], found[0][1]
        if match.startswith(letters) or letters.startswith(match):
            return None  # a short form or a plural, not a mishearing
        same_sound = self._sounds[match] == sound_of(letters)
        enough = SOUNDS_ALIKE if same_sound else SPELT_ALIKE
        return self._terms[match] if likeness >= enough else None

    def _is_ordinary(self, word: str) -> bool:
        """Whether a word in small letters is common English, also in one of its forms."""
        if len(word) < 3 or word in self._ordinary or any(map(str.isdigit, word)):
            return True
        parts = [part for part in re.split("[-']", word) if part]
        if len(parts) > 1 and all(len(p) < 3 or p in self._ordinary for p in parts):
            return True
        stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
        return any(
            len(stem) > 2 and (stem in self._ordinary or f"{stem}e" in self._ordinary)
            for stem in stems
        )


def _letters(term: str) -> str:
    return re.sub(r"[^a-z0-9]", "", term.lower())

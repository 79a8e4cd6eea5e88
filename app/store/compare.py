"""Two sessions side by side: the same questions, and what changed in passages and answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from app.core.events import Passage
from app.store.sessions import Session
from app.store.turns import Turn, turns

MOST_WORDS = 4_000
"""Longer answers are shown as replaced whole: finding the words would take seconds."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text that both answers have, or only the old or the new one."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in the old and in the new session; None where it was not asked."""

    old: Turn | None
    new: Turn | None

    @property
    def question(self) -> str:
        turn = self.new or self.old
        return turn.question.text if turn else ""

    def words(self) -> tuple[Words, ...]:
        """The answers' texts, word by word."""
        return word_diff(self.old.text if self.old else "", self.new.text if self.new else "")

    def passages_gained(self) -> tuple[Passage, ...]:
        """Passages only the new answer was given."""
        return _only_in(self.new, self.old)

    def passages_lost(self) -> tuple[Passage, ...]:
        """Passages only the old answer was given."""
        return _only_in(self.old, self.new)

    def first_token_ms(self) -> tuple[float | None, float | None]:
        """Milliseconds to the first token, as the narrator measured them, old and new."""
        old, new = (turn.answer.timing if turn and turn.answer else None for turn in self._both())
        return (old.first_token_ms if old else None, new.first_token_ms if new else None)

    def total_ms(self) -> tuple[float | None, float | None]:
        """Milliseconds to the last token, old and new."""
        old, new = (turn.answer.timing if turn and turn.answer else None for turn in self._both())
        return (old.total_ms if old else None, new.total_ms if new else None)

    def tokens(self) -> tuple[int | None, int | None]:
        """Tokens of the answers as the providers counted them, old and new."""
        old, new = (turn.answer.usage if turn and turn.answer else None for turn in self._both())
        return (old.completion if old else None, new.completion if new else None)

    def _both(self) -> tuple[Turn | None, Turn | None]:
        return self.old, self.new


def compare(old: Session, new: Session) -> tuple[Pair, ...]:
    """The turns of two sessions matched by their questions, in the order of both."""
    before, after = turns(old), turns(new)
    matcher = SequenceMatcher(None, _plain(before), _plain(after), autojunk=False)
    pairs: list[Pair] = []
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(x, y) for x, y in zip(before[a:a_end], after[b:b_end], strict=True)]
        else:
            pairs += [Pair(turn, None) for turn in before[a:a_end]]
            pairs += [Pair(None, turn) for turn in after[b:b_end]]
    return tuple(pairs)


def word_diff(old: str, new: str) -> tuple[Words, ...]:
    """What stays, goes and comes from one text to the other; joined, both texts whole."""
    if old == new:
        return (Words("same", old),) if old else ()
    before, after = re.findall(r"\s*\S+|\s+$", old), re.findall(r"\s*\S+|\s+$", new)
    if max(len(before), len(after)) > MOST_WORDS:
        return (Words("gone", old), Words("new", new))
    found: list[Words] = []
    for tag, a, a_end, b, b_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            found.append(Words("same", "".join(before[a:a_end])))
            continue
        if a_end > a:
            found.append(Words("gone", "".join(before[a:a_end])))
        if b_end > b:
            found.append(Words("new", "".join(after[b:b_end])))
    return tuple(found)


def _only_in(turn: Turn | None, other: Turn | None) -> tuple[Passage, ...]:
    here = turn.passages.passages if turn and turn.passages else ()
    there = other.passages.passages if other and other.passages else ()
    known = {(passage.note, passage.heading, passage.text) for passage in there}
    return tuple(p for p in here if (p.note, p.heading, p.text) not in known)


def _plain(asked: Sequence[Turn]) -> list[str]:
    return [" ".join(re.findall(r"\w+", turn.question.text.lower())) for turn in asked]

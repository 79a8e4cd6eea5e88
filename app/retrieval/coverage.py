"""Whether the notes cover a question at all: likeness and shared words judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.retrieval.index import Snapshot
    from app.retrieval.searching import Judged

WORDS_WEIGH = 0.5
"""What sharing all of the question's words is worth, in units of cosine."""
FLOOR = 0.525
"""Below it a question is not in the notes. Both numbers were chosen on the tuning halves of
two labelled sets, one about the sample notes and one made of XQuAD; the benchmark reports
the other halves."""


def evidence(snapshot: Snapshot, judged: Judged, number: int) -> float:
    """How much speaks for one chunk: its cosine, and its share of the question's words.

    A word counts by its rarity in the notes, one that no note has the most; where a word was
    guessed, its best guess counts for it.
    """
    present = set(snapshot.entries[number].terms)
    asked: dict[int, float] = {}
    held: dict[int, float] = {}
    for item in judged.heard.sought:
        rarity = item.weight * snapshot.bm25.rarity(item.term)
        asked[item.place] = max(asked.get(item.place, 0.0), rarity)
        if item.term in present:
            held[item.place] = max(held.get(item.place, 0.0), rarity)
    share = sum(held.values()) / sum(asked.values()) if asked else 0.0
    return float(judged.likeness[number]) + WORDS_WEIGH * share


def is_covered(strongest: float) -> bool:
    """The verdict on the strongest evidence among the passages shown."""
    return strongest >= FLOOR

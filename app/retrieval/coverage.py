"""Whether the notes cover a question at all: likeness and shared words judged together."""

from __future__ import annotations

from collections.abc import Callable, Container

from app.retrieval.misheard import Heard

WORDS_WEIGH = 0.5
"""What sharing all of the question's words is worth, in units of cosine."""
FLOOR = 0.525
"""Below it a question is not in the notes. Both numbers were chosen on the tuning halves of
two labelled sets, one about the sample notes and one made of XQuAD; the benchmark reports
the other halves."""


def evidence(
    heard: Heard, cosine: float, present: Container[str], rarity: Callable[[str], float]
) -> float:
    """How much speaks for one chunk: its cosine, and its share of the question's words.

    ``present`` are the chunk's terms. A word counts by its ``rarity`` in the notes, one that
    no note has the most; where a word was guessed, its best guess counts for it.
    """
    asked: dict[int, float] = {}
    held: dict[int, float] = {}
    for item in heard.sought:
        weight = item.weight * rarity(item.term)
        asked[item.place] = max(asked.get(item.place, 0.0), weight)
        if item.term in present:
            held[item.place] = max(held.get(item.place, 0.0), weight)
    share = sum(held.values()) / sum(asked.values()) if asked else 0.0
    return cosine + WORDS_WEIGH * share


def is_covered(strongest: float) -> bool:
    """The verdict on the strongest evidence among the passages shown."""
    return strongest >= FLOOR

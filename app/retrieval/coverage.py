"""Whether the notes cover a question at all: likeness and shared words judged together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.retrieval.index import Snapshot


def covered(
    snapshot: Snapshot,
    asked: Iterable[str],
    likeness: NDArray[np.float32],
    shown: Sequence[int],
) -> bool:
    """Whether one of the shown passages is close enough in meaning or words to the query."""
    weights = {term: snapshot.bm25.idf.get(term, snapshot.bm25.unseen_idf()) for term in asked}
    total = sum(weights.values())
    for number in shown:
        present = weights.keys() & set(snapshot.entries[number].terms)
        share = sum(weights[term] for term in present) / total if total else 0.0
        if float(likeness[number]) + 0.35 * share >= 0.5:
            return True
    return False

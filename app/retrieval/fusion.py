"""Several rankings to one: reciprocal rank fusion, and the convex sum as its alternative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from app.retrieval.dense import best

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

Method = Literal["rrf", "convex"]
K = 60
"""The constant of reciprocal rank fusion; quality is flat from 1 to 60 and beyond."""
DEPTH = 100
"""How deep each list is read; a depth near the number shown loses good passages."""
DENSE_SHARE = 0.6
"""What likeness in meaning weighs in the convex sum; words weigh the rest."""


def reciprocal_ranks(rankings: Sequence[Sequence[int]], k: int = K) -> dict[int, float]:
    """The sum of 1 / (k + rank) over the lists that hold an item, with ranks from 0."""
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking):
            fused[item] = fused.get(item, 0.0) + 1.0 / (k + rank)
    return fused


def convex(lexical: Scores, cosine: Scores, share: float = DENSE_SHARE) -> Scores:
    """The weighted sum of both scores, each first spread over 0 to 1."""
    import numpy as np

    return (share * _spread(cosine) + (1 - share) * _spread(lexical)).astype(np.float32)


def _spread(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else scores * 0


def fuse(
    lexical: Scores, cosine: Scores, *, method: Method = "rrf", depth: int = DEPTH
) -> list[tuple[int, float]]:
    """Positions with their fused score, best first; ties by cosine, then by position.

    ``lexical`` is 0 where a document has no query term; such a document is never in the
    lexical list. With no term anywhere the order is that of the cosines. ``rrf`` fuses three
    lists: words, meaning, and the order of their convex sum, which knows by how much the
    best of each list leads.
    """
    if not len(cosine):
        return []
    mixed = convex(lexical, cosine)
    if method == "convex":
        return [(int(item), float(mixed[item])) for item in best(mixed, depth)]
    rankings = [
        best(lexical, depth, positive=True).tolist(),
        best(cosine, depth).tolist(),
        best(mixed, depth).tolist(),
    ]
    fused = reciprocal_ranks(rankings)
    return sorted(fused.items(), key=lambda pair: (-pair[1], -float(cosine[pair[0]]), pair[0]))

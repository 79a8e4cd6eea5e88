"""Ranking by meaning: the likeness of a query's vector to every chunk's, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.retrieval.base import Vectors


def cosines(matrix: Vectors, query: Vectors) -> NDArray[np.float32]:
    """The cosine of the query (dimension,) to each row of the matrix (n, dimension).

    All are unit vectors, so it is their dot product. Up to 100,000 rows this is exact and
    fast enough; an approximate index saves less than it costs to build. `vecdot` stays in this
    thread: the product ``matrix @ query`` spreads over all cores and waits for the slowest,
    which takes 20 times as long for 10,000 rows when another core is busy with speech.
    """
    import numpy as np

    product: NDArray[np.float32] = np.vecdot(matrix, query)
    return product


def best(scores: NDArray[np.float32], depth: int, *, positive: bool = False) -> NDArray[np.int64]:
    """The positions of the highest scores, best first, equal ones in order of position.

    ``positive`` leaves out scores of 0 or less.
    """
    import numpy as np

    candidates = np.flatnonzero(scores > 0) if positive else np.arange(len(scores))
    if len(candidates) > depth:
        held = scores[candidates]
        edge = np.partition(held, len(held) - depth)[len(held) - depth]
        candidates = candidates[held >= edge]
    order = np.argsort(-scores[candidates], kind="stable")
    return candidates[order][:depth]

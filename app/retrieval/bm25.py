"""Lexical ranking: BM25 fitted by rank-bm25 and read from numpy postings, one list per term."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Bm25:
    """Scores documents by the query's terms; a document without any of them is never ranked.

    The inverse document frequency is Lucene's, log(1 + (N - n + 0.5) / (n + 0.5)): always
    positive, where rank-bm25's own is 0 for a term in half the notes and negative for the
    only note of a base.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """``documents`` are the term lists, repeats kept."""
        import numpy as np

        self.size = len(documents)
        terms = dict.fromkeys(chain.from_iterable(documents))
        self._rows = {term: row for row, term in enumerate(terms)}
        self._idf = np.zeros(len(terms))
        self._starts = np.zeros(len(terms) + 1, dtype=np.int64)
        self._documents = np.zeros(0, dtype=np.int32)
        self._scores = np.zeros(0, dtype=np.float32)
        if terms:
            self._fit(documents)

    def _fit(self, documents: Sequence[Sequence[str]]) -> None:
        import numpy as np
        from rank_bm25 import BM25Okapi

        fitted = BM25Okapi(documents)
        counted = fitted.doc_freqs
        distinct = [len(counts) for counts in counted]
        row = np.fromiter(map(self._rows.__getitem__, chain(*counted)), np.int32, sum(distinct))
        count = np.fromiter(
            chain.from_iterable(counts.values() for counts in counted), np.float32, len(row)
        )
        containing = np.bincount(row, minlength=len(self._rows))
        self._idf = np.log1p((self.size - containing + 0.5) / (containing + 0.5))
        length = np.array(fitted.doc_len, dtype=np.float32) / np.float32(fitted.avgdl)
        share = np.repeat(1 - fitted.b + fitted.b * length, distinct)
        score = self._idf[row] * count * (fitted.k1 + 1) / (count + fitted.k1 * share)
        order = np.argsort(row, kind="stable")
        self._documents = np.repeat(np.arange(self.size, dtype=np.int32), distinct)[order]
        self._scores = score[order].astype(np.float32)
        np.cumsum(containing, out=self._starts[1:])

    def __contains__(self, term: object) -> bool:
        return term in self._rows

    def rarity(self, term: str) -> float:
        """The inverse document frequency of a term; the highest for one that is nowhere."""
        row = self._rows.get(term)
        return math.log1p((self.size + 0.5) / 0.5) if row is None else float(self._idf[row])

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """The score of every document, 0 where no term occurs; ``query`` weighs each term."""
        import numpy as np

        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in query.items():
            row = self._rows.get(term)
            if row is None:
                continue
            span = slice(self._starts[row], self._starts[row + 1])
            total[self._documents[span]] += np.float32(weight) * self._scores[span]
        return total

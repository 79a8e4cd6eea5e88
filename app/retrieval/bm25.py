"""Lexical ranking: BM25 fitted by rank-bm25 and read from numpy postings, one list per term."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
        self.idf: dict[str, float] = {}
        self._rows: dict[str, int] = {}
        self._starts = np.zeros(1, dtype=np.int64)
        self._documents = np.zeros(0, dtype=np.int32)
        self._scores = np.zeros(0, dtype=np.float32)
        if any(documents):
            self._fit(documents)

    def _fit(self, documents: Sequence[Sequence[str]]) -> None:
        import numpy as np
        from rank_bm25 import BM25Okapi

        fitted = BM25Okapi(documents)
        rows = self._rows
        row_of: list[int] = []
        document_of: list[int] = []
        counts: list[int] = []
        for number, frequencies in enumerate(fitted.doc_freqs):
            for term, count in frequencies.items():
                row_of.append(rows.setdefault(term, len(rows)))
                document_of.append(number)
                counts.append(count)
        row = np.array(row_of, dtype=np.int64)
        document = np.array(document_of, dtype=np.int32)
        count = np.array(counts, dtype=np.float64)
        containing = np.bincount(row, minlength=len(rows))
        idf = np.log1p((self.size - containing + 0.5) / (containing + 0.5))
        length = np.array(fitted.doc_len, dtype=np.float64)[document]
        share = 1 - fitted.b + fitted.b * length / fitted.avgdl
        score = idf[row] * count * (fitted.k1 + 1) / (count + fitted.k1 * share)
        order = np.argsort(row, kind="stable")
        self._documents = document[order]
        self._scores = score[order].astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(containing)])
        self.idf = dict(zip(rows, idf.tolist(), strict=True))

    def __contains__(self, term: object) -> bool:
        return term in self._rows

    def unseen_idf(self) -> float:
        """The weight of a term that no document has."""
        return math.log1p((self.size + 0.5) / 0.5)

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

    def documents_with(self, term: str) -> NDArray[np.int32]:
        """The documents that contain the term, ascending."""
        row = self._rows.get(term)
        if row is None:
            return self._documents[:0]
        return self._documents[self._starts[row] : self._starts[row + 1]]

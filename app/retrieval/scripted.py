"""The official fakes: an encoder that counts words and a retriever that plays a script."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.core.events import Passage, Passages
from app.retrieval.terms import words

if TYPE_CHECKING:
    from app.retrieval.base import Vectors


class WordEncoder:
    """Texts that share words are alike; no model, no meaning, the same on every machine."""

    def __init__(self, width: int = 384) -> None:
        self.id = f"words-{width}/fp32"
        self._width = width
        self.encoded = 0
        """Texts encoded so far."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), width)."""
        import numpy as np

        vectors = np.zeros((len(texts), self._width), dtype=np.float32)
        for row, text in enumerate(texts):
            self.encoded += 1
            for word in words(text) or [""]:
                vectors[row, zlib.crc32(word.encode()) % self._width] += 1
            vectors[row] /= np.linalg.norm(vectors[row])
        return vectors


class ScriptedRetriever:
    """Answers each known query with the passages it was given, after a delay."""

    def __init__(self, script: Mapping[str, Sequence[Passage]], *, delay_s: float = 0.0) -> None:
        self._script = script
        self._delay_s = delay_s
        self.queries: list[str] = []
        """Every query asked so far, in order."""

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The scripted passages; an unknown query is not covered."""
        self.queries.append(query)
        await asyncio.sleep(self._delay_s)
        passages = tuple(self._script.get(query, ())[: max(0, top)])
        return Passages(question, bool(passages), self._delay_s * 1000, passages)

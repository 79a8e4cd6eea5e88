"""The contracts of retrieval: an encoder makes vectors, a retriever finds passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from app.core.events import Passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product is their likeness in meaning."""

    id: str
    """Model and precision; vectors of different ids must never be compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, each of length 1. Blocking."""


@runtime_checkable
class KnowsWords(Protocol):
    """What an encoder may offer besides: which words are ordinary ones."""

    def ordinary(self, word: str) -> bool:
        """Whether a lower-case word is one of the language's common words."""


def ordinary_by(encoder: Encoder) -> Callable[[str], bool]:
    """What an encoder says of ordinary words; one that knows none calls no word ordinary."""
    return encoder.ordinary if isinstance(encoder, KnowsWords) else lambda word: False


class Retriever(Protocol):
    """Finds the passages of the user's notes that bear on a question."""

    async def search(self, query: str, *, question: str = "", top: int = 4) -> Passages:
        """The best passages first; ``question`` is copied into the result.

        An empty query, empty notes or no likeness give an empty, uncovered result.
        """

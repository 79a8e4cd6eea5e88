"""A Qdrant server reached, and the collection in which it keeps one set of folders."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.core.errors import GhostPilotError
from app.retrieval.qdrant_points import MEANING, WORDS


def collection_name(folders: Sequence[Path], encoder_id: str) -> str:
    """The collection of these folders on this machine, for one encoder."""
    parts = (socket.gethostname(), encoder_id, *(folder.as_posix() for folder in folders))
    name = hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=8)
    return f"ghostpilot-{name.hexdigest()}"


def open_client(url: str, api_key: str) -> Any:
    """A client for the server at an address, or for one inside this process (``:memory:``).

    Raises `GhostPilotError` (exit 3) when its library is not installed.
    """
    try:
        from qdrant_client import QdrantClient
    except ImportError as error:
        raise GhostPilotError(
            "Searching with Qdrant needs the qdrant-client library",
            next_step="Install it with: pip install 'ghostpilot[qdrant]'",
            exit_code=3,
        ) from error
    if url == ":memory:":
        return QdrantClient(url)
    return QdrantClient(url=url, api_key=api_key or None, check_compatibility=False)


def points_held(client: Any, collection: str, width: int) -> frozenset[str]:
    """The points of a collection, which is made for vectors of this width if there is none."""
    from qdrant_client import models

    if not client.collection_exists(collection):
        cosine = models.VectorParams(size=width, distance=models.Distance.COSINE)
        counted = models.SparseVectorParams(modifier=models.Modifier.IDF)
        client.create_collection(
            collection, {MEANING: cosine}, sparse_vectors_config={WORDS: counted}
        )
    held: set[str] = set()
    offset = None
    while True:
        records, offset = client.scroll(collection, limit=1000, offset=offset, with_payload=False)
        held.update(str(record.id) for record in records)
        if offset is None:
            return frozenset(held)

"""The user's notes as a live source: passages for a question."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.core import paths

if TYPE_CHECKING:
    from app.core.sections import Notes
    from app.retrieval.fusion import Method
    from app.retrieval.live import LiveNotes
    from app.retrieval.qdrant import QdrantNotes

QDRANT_KEY = "QDRANT_API_KEY"
"""Environment variable with the server's key, if it wants one."""


def make_retriever(settings: Notes) -> LiveNotes | QdrantNotes:
    """The retriever that the settings ask for, not loaded yet; no folder named: the sample."""
    folders = [Path(folder).expanduser() for folder in settings.folders]
    folders = folders or [paths.shipped("knowledge")]
    if settings.index == "qdrant":
        from app.retrieval.qdrant import QdrantNotes

        return QdrantNotes(
            folders,
            url=settings.qdrant_url,
            encoder=settings.encoder,
            api_key=os.environ.get(QDRANT_KEY, ""),
        )
    from app.retrieval.live import LiveNotes

    return LiveNotes(
        folders,
        paths.cache(),
        encoder=settings.encoder,
        fusion=cast("Method", settings.fusion),
    )

"""The user's notes as a live source: passages for a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.core import paths

if TYPE_CHECKING:
    from app.core.settings import Notes
    from app.retrieval.fusion import Method
    from app.retrieval.live import LiveNotes


def make_retriever(settings: Notes) -> LiveNotes:
    """The retriever that the settings ask for, not loaded yet; no folder named: the sample."""
    from app.retrieval.live import LiveNotes

    folders = [Path(folder).expanduser() for folder in settings.folders]
    return LiveNotes(
        folders or [paths.shipped("knowledge")],
        paths.cache(),
        encoder=settings.encoder,
        fusion=cast("Method", settings.fusion),
    )

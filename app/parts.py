"""Build each part from the settings; the app and the commands use the same ones."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import paths
from app.core.settings import Settings

if TYPE_CHECKING:
    from app.asr.base import AsrEngine
    from app.retrieval.live import LiveNotes

LIVE_LAG_S = 10.0
"""Live sound that waits longer than this for the recogniser is dropped and reported."""


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings a command runs with: the file it names, or the usual one."""
    from app.store.settings import load

    return load(Path(args.config) if args.config else None)


def notes_folders(settings: Settings, given: Path | None = None) -> tuple[Path, ...]:
    """The folders to search: the one given, else those of the settings, else the sample."""
    if given is not None:
        return (given,)
    chosen = tuple(Path(folder).expanduser() for folder in settings.notes.folders)
    return chosen or (paths.shipped("knowledge"),)


@asynccontextmanager
async def open_notes(folders: Sequence[Path]) -> AsyncIterator[LiveNotes]:
    """The notes, read and ready to search; closed on exit."""
    from app.retrieval.live import LiveNotes

    notes = LiveNotes(folders, paths.cache())
    try:
        await notes.load()
        yield notes
    finally:
        await notes.aclose()


@asynccontextmanager
async def open_engine(settings: Settings, *, live: bool) -> AsyncIterator[AsrEngine]:
    """The recogniser with its model loaded; closed on exit."""
    from app.asr import make_engine

    engine = make_engine(settings.speech, max_lag_s=LIVE_LAG_S if live else None)
    try:
        await engine.prepare()
        yield engine
    finally:
        await engine.aclose()

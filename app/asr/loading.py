"""Tells how far the fetching of a model has come, in words and not too often."""

from __future__ import annotations

from collections.abc import Callable

from app.asr.base import Progress
from app.core.events import Info

PROGRESS = "speech-progress"


def in_words(tell: Callable[[Info], object], step: int = 1) -> Progress:
    """Takes an engine's progress and tells it, once for every ``step`` per cent.

    The beginning and the end are not told: what loads in a moment needs no words. It is called
    on the engine's worker thread, and so is ``tell``.
    """
    told = 0

    def progress(doing: str, share: float) -> None:
        nonlocal told
        percent = int(share * 100)
        if 0 < percent < 100 and percent >= told + step:
            told = percent - percent % step
            tell(Info(PROGRESS, note=f"{doing}: {percent} %"))

    return progress

"""Recognition: sound to text, one engine per file behind one factory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.asr.utterance import ends_like_question
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from app.asr.base import AsrEngine
    from app.core.settings import Speech


def make_engine(
    speech: Speech,
    *,
    max_lag_s: float | None = None,
    complete: Callable[[str], bool] = ends_like_question,
) -> AsrEngine:
    """The recogniser the settings name, not yet prepared.

    ``max_lag_s`` is for live sound: what waits longer is dropped and reported. Without it
    nothing is ever dropped, as a file at full speed needs. ``complete`` says whether a text
    reads like a whole question, which a shorter pause then ends. Raises `GhostPilotError`
    for an unknown name.
    """
    match speech.engine:
        case "moonshine":
            from app.asr.moonshine import MoonshineEngine

            return MoonshineEngine(max_lag_s=max_lag_s, complete=complete)
        case "scripted":
            from app.asr.scripted import ScriptedEngine

            return ScriptedEngine()
    raise GhostPilotError(
        f"There is no recogniser named {speech.engine!r}", next_step="Choose moonshine."
    )

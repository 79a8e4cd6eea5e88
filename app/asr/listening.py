"""How a batch session listens: what its engine and the settings choose for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.asr.endpoint import Rules
from app.asr.utterance import Cuts, ends_like_question
from app.asr.vad import SileroDetector, VoiceDetector


def unchanged(text: str) -> str:
    """Leaves a final text as it was heard."""
    return text


@dataclass(frozen=True, slots=True)
class Listening:
    """The same for every engine unless it needs otherwise."""

    max_lag_s: float | None = None
    """Live sound that waits longer is dropped and reported; None never drops."""
    complete: Callable[[str], bool] = ends_like_question
    """Whether a text reads like a whole question, which a shorter pause then ends."""
    mend: Callable[[str], str] = unchanged
    """Puts terms of the notes right in a final text."""
    partials: bool = True
    """Whether speech in progress is decoded again and again for captions."""
    sent_to: tuple[str, str] | None = None
    """Provider and host that receive the sound, if it leaves this machine."""
    kinds_sent: Callable[[], tuple[str, ...]] = lambda: ("audio",)
    """What they receive, as in `core.events.Egress`."""
    rules: Rules = field(default_factory=Rules)
    cuts: Cuts = field(default_factory=Cuts)
    make_detector: Callable[[], VoiceDetector] = SileroDetector


REMOTE = Rules(pause=10, settle=11, hold=13, end=17)
"""For an engine that is paid by the request: no decoding on speculation, only real pauses."""

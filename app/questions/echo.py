"""Echo: what the other side said, heard once more through the user's microphone."""

from __future__ import annotations

from collections import deque

from rapidfuzz import fuzz

from app.core.events import Transcript
from app.questions.text import plain

LATEST_S = 1.0
"""How long after the other side's words their echo may still be heard."""
OVERLAP = 0.6
"""Share of an echo that falls into the time of the words it repeats."""
ALIKE = 78.0
"""Likeness, 0 to 100, of an echo to a stretch of the words it repeats."""
KEPT_S = 60.0


class EchoGuard:
    """Compares the microphone's words with the other side's, in text and time.

    Give it every transcript of both channels before anything else sees it.
    """

    def __init__(self) -> None:
        self._them: deque[Transcript] = deque()

    def is_echo(self, transcript: Transcript) -> bool:
        """Whether the microphone only heard the loudspeaker; always False for the other side."""
        if transcript.channel == "them":
            self._remember(transcript)
            return False
        near = [said for said in self._them if _meets(transcript, said)]
        if not near or _overlap(transcript, near) < OVERLAP:
            return False
        heard = plain(transcript.text).replace(" ,", "")
        said = " ".join(plain(part.text).replace(" ,", "") for part in near)
        if len(heard.split()) < 3:
            return f" {heard} " in f" {said} "
        return fuzz.partial_ratio(heard, said) >= ALIKE and len(heard) <= len(said) * 1.3

    def _remember(self, transcript: Transcript) -> None:
        if self._them and self._them[-1].utterance == transcript.utterance:
            self._them.pop()
        self._them.append(transcript)
        while transcript.ended - self._them[0].ended > KEPT_S:
            self._them.popleft()


def _meets(heard: Transcript, said: Transcript) -> bool:
    return heard.started < said.ended + LATEST_S and heard.ended > said.started


def _overlap(heard: Transcript, near: list[Transcript]) -> float:
    """Share of the heard time that lies within the said times and their echo's delay."""
    covered = sum(
        max(0.0, min(heard.ended, said.ended + LATEST_S / 2) - max(heard.started, said.started))
        for said in near
    )
    return covered / max(0.01, heard.ended - heard.started)

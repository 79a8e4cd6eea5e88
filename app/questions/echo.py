"""Echo: what the other side said, heard once more through the user's microphone."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from rapidfuzz import fuzz

from app.core.events import Speech, Transcript
from app.questions.text import plain

LATEST_S = 1.0
"""How long after the other side's words their echo may still be heard."""
OVERLAP = 0.6
"""Share of an echo that falls into the time of the words it repeats."""
ALIKE = 78.0
"""Likeness, 0 to 100, of an echo to a stretch of the words it repeats."""
KEPT_S = 60.0
SOONER_S = 0.3
"""By so much an echo may seem to begin before the words it repeats."""
WAIT_S = 1.0
"""How long words of the microphone wait for those the other side is saying meanwhile."""


class EchoGuard:
    """Compares the microphone's words with the other side's, in text and time.

    Give it every voice and every transcript of both channels before anything else sees them.
    """

    def __init__(self) -> None:
        self._them: deque[Transcript] = deque()
        self._speaking: float | None = None
        """Since when the other side is speaking words that are not final yet."""
        self._news = asyncio.Event()

    def hear_voice(self, speech: Speech) -> None:
        """A voice started or stopped; its words come before it stops."""
        if speech.channel == "them":
            self._speaking = speech.at if speech.speaking else None
            self._news.set()

    async def repeats(self, transcript: Transcript) -> bool:
        """As `is_echo`, but where the echo is recognised first it waits for what it repeats.

        A caption does not wait: it is left out until it is clear whose words it shows.
        """
        if not self._unsure(transcript):
            return self.is_echo(transcript)
        if not transcript.final:
            return True
        with suppress(TimeoutError):  # what is known by then decides
            async with asyncio.timeout(WAIT_S):
                while self._unsure(transcript) and not self.is_echo(transcript):
                    self._news.clear()
                    await self._news.wait()
        return self.is_echo(transcript)

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

    def _unsure(self, heard: Transcript) -> bool:
        """Whether the other side is saying something it could repeat."""
        since = self._speaking
        return heard.channel == "me" and since is not None and since < heard.started + SOONER_S

    def _remember(self, transcript: Transcript) -> None:
        if self._them and self._them[-1].utterance == transcript.utterance:
            self._them.pop()
        self._them.append(transcript)
        self._news.set()
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

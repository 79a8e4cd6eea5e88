"""The official fake: reports a script's sentences when the sound reaches their times."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from app.asr.backlog import seconds
from app.asr.base import Capabilities, Heard, Progress
from app.asr.utterance import utterance_id
from app.core.events import AudioChunk, Channel, Speech, Transcript


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the script, spoken between two session seconds."""

    channel: Channel
    text: str
    started: float
    ended: float


class ScriptedEngine:
    """Hears what it is told to hear; see `AsrEngine`."""

    capabilities = Capabilities(
        offline=True, partials=True, punctuation=True, needs_download=False, languages=()
    )

    def __init__(self, script: Sequence[Line] = ()) -> None:
        lines = sorted(script, key=lambda line: line.ended)
        self._lines: dict[Channel, list[Line]] = {
            "them": [line for line in lines if line.channel == "them"],
            "me": [line for line in lines if line.channel == "me"],
        }
        """What has not been said yet; a session opened later goes on from there."""

    async def prepare(self, progress: Progress | None = None) -> None:
        """Nothing to load."""
        if progress:
            progress("Ready", 1.0)

    def open(self, channel: Channel) -> ScriptedSession:
        """Start following the script's lines of a channel."""
        return ScriptedSession(channel, self._lines[channel])

    async def aclose(self) -> None:
        """Nothing to release."""


class ScriptedSession:
    """Follows the script of one channel; see `AsrSession`."""

    def __init__(self, channel: Channel, lines: list[Line]) -> None:
        self.lag_s = 0.0
        self._channel = channel
        self._waiting = lines
        self._begun = False
        self._loop = asyncio.get_running_loop()
        self._heard: asyncio.Queue[Heard | None] = asyncio.Queue()

    def feed(self, chunk: AudioChunk) -> None:
        """Advance the script to the end of the chunk; thread-safe."""
        self._loop.call_soon_threadsafe(self._advance, chunk.at + seconds(chunk))

    async def events(self) -> AsyncIterator[Heard]:
        """What the script says, until the session is closed."""
        while (heard := await self._heard.get()) is not None:
            yield heard

    async def flush(self) -> None:
        """Report a line that has begun as if it had ended."""
        await asyncio.sleep(0)
        if self._begun:
            self._advance(self._waiting[0].ended)

    async def aclose(self) -> None:
        """End `events`."""
        self._heard.put_nowait(None)

    def _advance(self, now: float) -> None:
        while self._waiting:
            line = self._waiting[0]
            name = utterance_id(self._channel, line.started)
            if not self._begun and now >= line.started:
                self._begun = True
                self._heard.put_nowait(Speech(self._channel, True, line.started))
                partial = Transcript(
                    name, self._channel, line.text.split(" ")[0], line.started, now, False
                )
                self._heard.put_nowait(partial)
            if now < line.ended:
                return
            self._heard.put_nowait(
                Transcript(name, self._channel, line.text, line.started, line.ended, True)
            )
            self._heard.put_nowait(Speech(self._channel, False, line.ended))
            self._waiting.pop(0)
            self._begun = False

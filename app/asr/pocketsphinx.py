"""The basic recogniser, where Moonshine has no package: PocketSphinx, English, no punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.asr.base import RATE, Capabilities, Progress
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from pocketsphinx import Decoder


class SphinxDecoder:
    """Decodes English on this machine with the model of the package; about half as accurate."""

    name = "pocketsphinx"
    capabilities = Capabilities(
        offline=True, partials=True, punctuation=False, needs_download=False, languages=("en",)
    )

    def __init__(self) -> None:
        self._decoder: Decoder | None = None

    def load(self, progress: Progress) -> None:
        """Load the model, about a second; raises `GhostPilotError` where it is not installed."""
        progress("Loading the basic speech model", 0.0)
        try:
            from pocketsphinx import Decoder
        except ImportError as error:
            raise GhostPilotError(
                "The basic recogniser is not installed",
                str(error),
                "Install it with: pip install 'ghostpilot[basic]'",
                exit_code=3,
            ) from error
        self._decoder = Decoder(samprate=RATE, loglevel="FATAL")

    def decode(self, pcm: bytes) -> str:
        """The words of 16 kHz mono s16 sound, in small letters."""
        assert self._decoder is not None, "load() comes first"
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return best.hypstr if best is not None else ""

    def close(self) -> None:
        """Free the model."""
        self._decoder = None

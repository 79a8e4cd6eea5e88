"""Whisper on this machine through faster-whisper: many languages, a model to fetch first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.asr.base import Capabilities, Progress
from app.asr.vocabulary import Vocabulary
from app.asr.whisper_model import fetch, is_whole, model_folder
from app.core.errors import GhostPilotError, describe

if TYPE_CHECKING:
    from faster_whisper import WhisperModel


class WhisperDecoder:
    """Decodes with a fetched model on the processor; the notes' terms go along as hot words."""

    name = "whisper"
    capabilities = Capabilities(
        offline=True, partials=True, punctuation=True, needs_download=True, languages=()
    )

    def __init__(
        self,
        model: str,
        *,
        language: str = "",
        vocabulary: Vocabulary | None = None,
        may_fetch: bool = False,
        endpoint: str | None = None,
    ) -> None:
        self._name = model
        self._language = language
        self._vocabulary = vocabulary or Vocabulary()
        self._may_fetch = may_fetch
        self._endpoint = endpoint
        self._model: WhisperModel | None = None

    def load(self, progress: Progress) -> None:
        """Load the model, fetching it first if that was asked for.

        Raises `GhostPilotError` (exit 3) when the package or the model is missing or damaged.
        """
        progress("Loading Whisper", 0.0)
        try:
            from faster_whisper import WhisperModel
        except ImportError as error:
            raise GhostPilotError(
                "Whisper is not installed",
                str(error),
                "Install it with: pip install 'ghostpilot[whisper]'",
                exit_code=3,
            ) from error
        if not is_whole(self._name):
            if not self._may_fetch:
                raise GhostPilotError(
                    f"The Whisper model {self._name} is not downloaded",
                    next_step="Set speech.whisper_download to true to fetch it when it is needed.",
                    exit_code=3,
                )
            fetch(self._name, progress, endpoint=self._endpoint)
        folder = model_folder(self._name)
        try:
            self._model = WhisperModel(str(folder), device="cpu", compute_type="int8")
        except (RuntimeError, ValueError, OSError) as error:
            raise GhostPilotError(
                f"The Whisper model in {folder} cannot be loaded",
                describe(error)[:200],
                "Delete the folder and fetch the model again.",
                exit_code=3,
            ) from error

    def decode(self, pcm: bytes) -> str:
        """The text of 16 kHz mono s16 sound, with punctuation."""
        import numpy as np

        assert self._model is not None, "load() comes first"
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        pieces, _ = self._model.transcribe(
            samples,
            language=self._language or None,
            hotwords=" ".join(self._vocabulary.hints) or None,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return "".join(piece.text for piece in pieces)

    def close(self) -> None:
        """Free the model."""
        self._model = None

"""The default recogniser: Moonshine tiny, English, offline, its model inside the package."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.asr.base import BYTES_PER_S, RATE, Capabilities, Progress
from app.asr.memory import give_back_large_blocks
from app.core.errors import GhostPilotError

if TYPE_CHECKING:
    from moonshine_voice import Transcriber

MODEL_FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")


def model_folder() -> Path:
    """Where the package keeps the model; raises `GhostPilotError` (exit 3) if it is not there."""
    spec = find_spec("moonshine_voice")
    if spec is None or spec.origin is None:
        raise GhostPilotError(
            "The Moonshine recogniser is not installed",
            "this system may have no package for it",
            "Install moonshine-voice==0.1.0, or choose the recogniser pocketsphinx.",
            exit_code=3,
        )
    folder = Path(spec.origin).parent / "assets" / "tiny-en"
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise GhostPilotError(
            "The Moonshine package carries no speech model",
            f"{missing[0]} is not in {folder}",
            "Install exactly moonshine-voice==0.1.0.",
            exit_code=3,
        )
    return folder


class MoonshineDecoder:
    """Decodes English on this machine, about 40 ms and 40 ms more for each second of sound."""

    name = "moonshine"
    capabilities = Capabilities(
        offline=True, partials=True, punctuation=True, needs_download=False, languages=("en",)
    )

    def __init__(self) -> None:
        self._transcriber: Transcriber | None = None

    def load(self, progress: Progress) -> None:
        """Load the model, about 0.7 s."""
        progress("Loading the speech model", 0.0)
        give_back_large_blocks()
        # One thread decodes these short sounds in half the time of two that wait for each other.
        os.environ.setdefault("MOONSHINE_ORT_SINGLE_THREAD", "1")
        from moonshine_voice import ModelArch, MoonshineError, Transcriber

        # Our endpointing has already cut the sound: the library's own must not cut again, and
        # nobody wants the sound back as a list of numbers.
        folder = model_folder()
        try:
            self._transcriber = Transcriber(
                str(folder),
                ModelArch.TINY,
                options={"vad_threshold": "0", "return_audio_data": "false"},
            )
        except MoonshineError as error:
            raise GhostPilotError(
                f"The speech model in {folder} cannot be loaded",
                str(error),
                "Install moonshine-voice==0.1.0 again.",
                exit_code=3,
            ) from error
        self.decode(bytes(BYTES_PER_S))

    def decode(self, pcm: bytes) -> str:
        """The text of 16 kHz mono s16 sound, with punctuation."""
        import numpy as np

        assert self._transcriber is not None, "load() comes first"
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        heard = self._transcriber.transcribe_without_streaming(samples.tolist(), RATE)
        return " ".join(line.text for line in heard.lines)

    def close(self) -> None:
        """Free the model."""
        if self._transcriber is not None:
            self._transcriber.close()
            self._transcriber = None

"""The default recogniser: Moonshine tiny, English, offline, its model inside the package."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.asr.base import Capabilities, Progress
from app.asr.batch import BatchSession
from app.asr.utterance import ends_like_question
from app.asr.worker import DecodeWorker
from app.core.errors import GhostPilotError
from app.core.events import Channel

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


class MoonshineEngine:
    """Recognises English on this machine; see `AsrEngine`."""

    capabilities = Capabilities(
        offline=True, partials=True, punctuation=True, needs_download=False, languages=("en",)
    )

    def __init__(
        self,
        *,
        max_lag_s: float | None = None,
        complete: Callable[[str], bool] = ends_like_question,
    ) -> None:
        self._max_lag_s = max_lag_s
        self._complete = complete
        self._worker = DecodeWorker("moonshine")
        self._transcriber: Transcriber | None = None
        self._numbers = {"them": count(1), "me": count(1)}

    async def prepare(self, progress: Progress | None = None) -> None:
        """Load the model, about 0.7 s; does nothing the second time."""
        if self._transcriber is not None:
            return
        if progress:
            progress("Loading the speech model", 0.0)
        await self._worker.run(self._load)
        if progress:
            progress("Loading the speech model", 1.0)

    def open(self, channel: Channel) -> BatchSession:
        """Start recognising a channel; `prepare` must have returned."""
        return BatchSession(
            channel,
            self._worker,
            self._decode,
            numbers=self._numbers[channel],
            max_lag_s=self._max_lag_s,
            complete=self._complete,
        )

    async def aclose(self) -> None:
        """Release the model and end the worker."""
        if self._transcriber is not None:
            await self._worker.run(self._release)
        self._worker.close()

    def _load(self) -> None:
        # One thread decodes these short sounds in half the time of two that wait for each other.
        os.environ.setdefault("MOONSHINE_ORT_SINGLE_THREAD", "1")
        from moonshine_voice import ModelArch, Transcriber

        # Our endpointing has already cut the sound: the library's own must not cut again.
        self._transcriber = Transcriber(
            str(model_folder()), ModelArch.TINY, options={"vad_threshold": "0"}
        )
        self._decode(bytes(2 * 16_000))

    def _decode(self, pcm: bytes) -> str:
        import numpy as np

        assert self._transcriber is not None, "prepare() comes first"
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
        heard = self._transcriber.transcribe_without_streaming(samples.tolist(), 16_000)
        return " ".join(line.text for line in heard.lines)

    def _release(self) -> None:
        if self._transcriber is not None:
            self._transcriber.close()
            self._transcriber = None

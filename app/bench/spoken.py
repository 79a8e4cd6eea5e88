"""Plays spoken questions to the recogniser at real speed and times each until it is noticed.

Runs as a program of its own (`python -m app.bench.spoken`), so that its memory and processor
time are those of the speech part alone. It prints one JSON object a line.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import time
import wave
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.asr import make_engine
from app.bench.memory import peak_mb
from app.bench.words import word_errors
from app.core.events import AudioChunk, Transcript
from app.core.sections import Speech
from app.core.tasks import cancel, spawn
from app.questions.detector import is_complete
from app.questions.listener import Listener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.asr.base import AsrEngine, AsrSession

    Samples = NDArray[np.int16]

RATE = 16_000
BLOCK = 320
"""Samples fed at once: 20 ms, as a sound card gives them."""
LEAD_S, TAIL_S = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording and when its voice ends, in seconds from its start."""

    name: str
    text: str
    samples: Samples
    voice_ends: float


def read_wav(data: bytes) -> Samples:
    """The samples of a 16 kHz mono s16 WAV file."""
    import numpy as np

    with wave.open(io.BytesIO(data)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2")


def made_clips(archive: Path) -> list[Clip]:
    """The questions made by `packaging/make_spoken_questions.py`."""
    with zipfile.ZipFile(archive) as made:
        rows = [json.loads(row) for row in made.read("questions.jsonl").splitlines()]
        return [
            Clip(row["file"], row["text"], read_wav(made.read(row["file"])), row["voice_ends"])
            for row in rows
        ]


def recorded_clips(folder: Path, *, questions: bool) -> Iterator[Clip]:
    """The recordings of a data folder with a ``transcripts.jsonl``."""
    for row in (folder / "transcripts.jsonl").read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(row)
        if questions and not entry["question"]:
            continue
        samples = read_wav((folder / entry["file"]).read_bytes())
        yield Clip(entry["file"], entry["text"], samples, voice_end(samples))


def voice_end(samples: Samples) -> float:
    """Seconds at which the voice of a recording stops: the last 10 ms well above its noise."""
    import numpy as np

    window = RATE // 100
    blocks = samples[: len(samples) // window * window].reshape(-1, window).astype(np.float64)
    loudness = np.sqrt((blocks**2).mean(axis=1))
    floor = np.percentile(loudness, 5)
    loud = np.nonzero(loudness > floor + 0.05 * (loudness.max() - floor))[0]
    return float((loud[-1] + 1) / 100)


def with_room(clip: Clip) -> Samples:
    """The clip between stretches of its own room noise."""
    import numpy as np

    window = RATE // 50
    blocks = clip.samples[: len(clip.samples) // window * window].reshape(-1, window)
    level = float(np.percentile(np.sqrt((blocks.astype(np.float64) ** 2).mean(axis=1)), 5))
    random = np.random.default_rng(0)
    lead, tail = (
        (random.standard_normal(int(seconds * RATE)) * level).astype("<i2")
        for seconds in (LEAD_S, TAIL_S)
    )
    return np.concatenate([lead, clip.samples, tail])


async def errors_of(engine: AsrEngine, clips: Iterator[Clip]) -> tuple[int, int]:
    """Word errors and words over recordings, at full speed, each ended by the file's end."""
    session, at = engine.open("them"), 0.0
    ear = Ear(session)
    wrong = words = 0
    for clip in clips:
        ear.heard = []
        for start in range(0, len(clip.samples), BLOCK):
            block = clip.samples[start : start + BLOCK].tobytes()
            session.feed(AudioChunk(block, "them", at + start / RATE))
        await session.flush()
        at += len(clip.samples) / RATE + 10
        wrong_here, words_here = word_errors(clip.text, " ".join(ear.heard))
        wrong, words = wrong + wrong_here, words + words_here
    await ear.aclose()
    return wrong, words


class Ear:
    """Listens to a session and notes when a question is noticed."""

    def __init__(self, session: AsrSession) -> None:
        self.session = session
        self.listener = Listener()
        self.noticed: float | None = None
        self.heard: list[str] = []
        self._task = spawn(self._listen(), name="bench ear")

    async def _listen(self) -> None:
        async for heard in self.session.events():
            if not isinstance(heard, Transcript):
                continue
            if heard.final:
                self.heard.append(heard.text)
            if self.listener.hear(heard) is not None and self.noticed is None:
                self.noticed = time.perf_counter()

    async def play(self, clip: Clip, at: float) -> float | None:
        """Milliseconds from the end of the voice to the question; None when it was missed."""
        self.listener, self.noticed, self.heard = Listener(), None, []
        samples = with_room(clip)
        begun = time.perf_counter()
        for start in range(0, len(samples), BLOCK):
            block = samples[start : start + BLOCK]
            due = begun + (start + len(block)) / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.session.feed(AudioChunk(block.tobytes(), "them", at + start / RATE))
        await self.session.flush()
        if self.noticed is None:
            return None
        return (self.noticed - begun - LEAD_S - clip.voice_ends) * 1000

    async def aclose(self) -> None:
        await self.session.aclose()
        await cancel(self._task)


async def _measure(archive: Path, data: Path | None) -> None:
    begun = time.perf_counter()
    engine = make_engine(Speech(), complete=is_complete)
    await engine.prepare()
    _print(load_s=time.perf_counter() - begun)
    if data is not None:
        wrong, words = await errors_of(engine, recorded_clips(data, questions=False))
        _print(wrong=wrong, words=words)
    clips = made_clips(archive)
    if data is not None:
        clips += recorded_clips(data, questions=True)
    ear = Ear(engine.open("them"))
    began, used = time.perf_counter(), time.process_time()
    for clip in clips:
        delay = await ear.play(clip, time.perf_counter() - began)
        _print(clip=clip.name, long=clip.voice_ends > 5, delay_ms=delay, heard=" ".join(ear.heard))
    share = (time.process_time() - used) / (time.perf_counter() - began)
    await ear.aclose()
    await engine.aclose()
    _print(cpu=share, rss_mb=peak_mb())


def _print(**values: object) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    asyncio.run(_measure(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))

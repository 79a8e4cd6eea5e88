"""How well one voice is understood while another speaks in the same channel.

Runs as a program of its own (``python -m app.bench.two_voices ARCHIVE``) over eight of the made
questions, each mixed with the next of another voice. It prints one JSON
object a line: what the second voice does, and the word errors of what should have been heard.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.asr import make_engine
from app.bench.spoken import RATE, Clip, errors_of, made_clips
from app.core.settings import Speech
from app.questions.detector import is_complete

if TYPE_CHECKING:
    from app.bench.spoken import Samples

CLIPS = 8
PAUSE_S = 0.2


def chosen(clips: Sequence[Clip]) -> list[Clip]:
    """The longest ones: two voices meet in them for longest."""
    longest = sorted(clips, key=lambda clip: clip.voice_ends)[-CLIPS:]
    return sorted(longest, key=lambda clip: clip.name)


def mixtures(clips: Sequence[Clip]) -> Iterator[tuple[str, list[Clip]]]:
    """What the second voice does, and the recordings of it."""
    pairs = [(one, _other_voice(clips, number)) for number, one in enumerate(clips)]
    yield "no second voice", list(clips)
    yield f"a second voice {PAUSE_S} s later", [after(one, other) for one, other in pairs]
    yield "a second voice 10 dB quieter", [beneath(one, other, -10) for one, other in pairs]
    yield "a second voice as loud", [beneath(one, other, 0) for one, other in pairs]


def after(one: Clip, other: Clip) -> Clip:
    """One voice, a short pause, and the other: both should be heard."""
    import numpy as np

    wanted = round((one.voice_ends + PAUSE_S) * RATE)
    voice = np.pad(one.samples[:wanted], (0, max(0, wanted - len(one.samples))))
    samples = np.concatenate([voice, other.samples])
    text = f"{one.text} {other.text}"
    return Clip(one.name, text, samples, one.voice_ends + PAUSE_S + other.voice_ends)


def beneath(one: Clip, other: Clip, decibels: float) -> Clip:
    """Both at once, the other so much louder: the first should be heard."""
    import numpy as np

    front = one.samples.astype(np.float64)
    back = np.resize(other.samples[: round(other.voice_ends * RATE)], len(front))
    gain = _loudness(one) / _loudness(other) * 10 ** (decibels / 20)
    mixed = np.clip(front + back * gain, -32768, 32767).astype("<i2")
    return Clip(one.name, one.text, mixed, one.voice_ends)


def _other_voice(clips: Sequence[Clip], number: int) -> Clip:
    """The next recording that another voice speaks; names end with the voice's."""
    following = [*clips[number + 1 :], *clips[:number]]
    voice = clips[number].name.rpartition("-")[2]
    return next(clip for clip in following if clip.name.rpartition("-")[2] != voice)


def _loudness(clip: Clip) -> float:
    """Root mean square of the voice."""
    import numpy as np

    voice: Samples = clip.samples[: round(clip.voice_ends * RATE)]
    return float(np.sqrt((voice.astype(np.float64) ** 2).mean()))


async def _measure(archive: Path) -> None:
    engine = make_engine(Speech(), complete=is_complete)
    await engine.prepare()
    for name, clips in mixtures(chosen(made_clips(archive))):
        wrong, words = await errors_of(engine, iter(clips))
        print(json.dumps({"voices": name, "wrong": wrong, "words": words}), flush=True)
    await engine.aclose()


if __name__ == "__main__":
    asyncio.run(_measure(Path(sys.argv[1])))

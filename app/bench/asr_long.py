"""Figures of long listening: ten minutes at real speed, and two hours of sound at full speed.

Left out of ``bench asr`` and ``bench all``: together they take some seventeen minutes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.asr import make_engine
from app.bench.asr import SPOKEN
from app.bench.base import Figure, at_most
from app.bench.memory import held_mb
from app.bench.spoken import BLOCK, RATE, Ear, made_clips, recorded_clips, with_room
from app.core.events import AudioChunk
from app.core.sections import Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIVE_S = 600.0
FILE_S = 7_200.0
AHEAD_S = 5.0
MAX_LAG_S = 10.0


@dataclass(slots=True)
class Run:
    """What was seen while sound was fed."""

    took_s: float
    dropped_s: float
    lag_s: tuple[float, float]
    """Largest lag in the first and in the last quarter."""
    memory_mb: tuple[float, float]
    """Memory held after the first tenth and at the end."""
    utterances: int


def run(data: Path | None) -> Iterator[Figure]:
    """The figures; ``data`` may hold recordings to add to the made ones."""
    if not SPOKEN.is_file():
        yield Figure("long listening", "left out: the recordings are only in the source tree")
        return
    talk = endless_talk(data)
    live = asyncio.run(listen(talk, LIVE_S, live=True))
    yield at_most("10 minutes live: sound dropped", round(live.dropped_s, 2), "s", 0)
    yield at_most("10 minutes live: largest lag, first quarter", round(live.lag_s[0], 2), "s", 2)
    yield at_most("10 minutes live: largest lag, last quarter", round(live.lag_s[1], 2), "s", 2)
    file = asyncio.run(listen(talk, FILE_S, live=False))
    grown = 100 * (file.memory_mb[1] / file.memory_mb[0] - 1)
    yield at_most("2 hours of sound: memory growth", round(grown, 1), "%", 5)
    yield Figure("2 hours of sound: recognised in", round(file.took_s), "s")
    yield Figure("2 hours of sound: utterances", file.utterances)


def endless_talk(data: Path | None) -> NDArray[np.int16]:
    """All recordings one after the other, to be repeated."""
    import numpy as np

    clips = made_clips(SPOKEN)
    if data is not None:
        clips += recorded_clips(data, questions=False)
    return np.concatenate([with_room(clip) for clip in clips])


async def listen(talk: NDArray[np.int16], length_s: float, *, live: bool) -> Run:
    """Feed sound for so many of its seconds, at real speed or as fast as it is recognised."""
    engine = make_engine(Speech(), max_lag_s=MAX_LAG_S if live else None)
    await engine.prepare()
    session = engine.open("them")
    ear = Ear(session)
    begun = time.perf_counter()
    lags = [0.0, 0.0]
    first_memory = 0.0
    for number in range(int(length_s * RATE) // BLOCK):
        at = number * BLOCK / RATE
        place = number * BLOCK % (len(talk) - BLOCK)
        session.feed(AudioChunk(talk[place : place + BLOCK].tobytes(), "them", at))
        if live:
            await asyncio.sleep(max(0.0, begun + at + BLOCK / RATE - time.perf_counter()))
            quarter = int(4 * at / length_s)
            if quarter in (0, 3):
                lags[quarter // 3] = max(lags[quarter // 3], session.lag_s)
        else:
            while session.lag_s > AHEAD_S:  # noqa: ASYNC110 - a worker thread sets it
                await asyncio.sleep(0.01)
        if not first_memory and at > length_s / 10:
            first_memory = held_mb() or 0.0
    await session.flush()
    last_memory = held_mb()
    assert last_memory, "the system does not tell how much memory is held"
    dropped = getattr(session, "dropped_s", 0.0)
    seen = Run(
        took_s=time.perf_counter() - begun,
        dropped_s=dropped,
        lag_s=(lags[0], lags[1]),
        memory_mb=(first_memory, last_memory),
        utterances=len(ear.heard),
    )
    await ear.aclose()
    await engine.aclose()
    return seen

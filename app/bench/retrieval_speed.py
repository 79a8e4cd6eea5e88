"""How fast passages come and what they cost: queries, cold start, memory, edits, big builds."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bench.base import ROOT, Figure, at_most, percentile
from app.bench.retrieval_bases import LikeEncoder, questions, synthetic, write_base
from app.core import paths
from app.core.errors import GhostPilotError
from app.core.tasks import cancel, spawn

if TYPE_CHECKING:
    from app.retrieval.base import Encoder
    from app.retrieval.index import Snapshot

QUERIES = 150
ROUNDS = 3
"""The quietest round counts: the rest of the machine is not what is measured."""
STARTS = 5
DECODES = 15


def run(data: Path | None, encoder: Encoder) -> Iterator[Figure]:
    """Every figure of speed and cost."""
    asked = questions(data)
    for chunks, goal in ((50, 5.0), (10_000, 8.0), (100_000, 25.0)):
        snapshot = synthetic(chunks, encoder, data)
        rounds = [query_ms(snapshot, encoder, asked) for _ in range(ROUNDS)]
        took = min(rounds, key=lambda ms: percentile(ms, 95))
        yield Figure(f"retrieval.query_p50@{chunks}", round(percentile(took, 50), 2), "ms")
        yield at_most(f"retrieval.query_p95@{chunks}", round(percentile(took, 95), 2), "ms", goal)
        del snapshot
    with tempfile.TemporaryDirectory() as scratch:
        yield from _fresh_processes(Path(scratch), encoder, data)
        yield from _edits(Path(scratch), encoder)
        yield from _big_build(Path(scratch))
        yield from _beside_recognition(Path(scratch), encoder, data)


def query_ms(snapshot: Snapshot, encoder: Encoder, asked: Sequence[str]) -> list[float]:
    """Milliseconds of each search, the embedding of the query included, after three to warm up."""
    from app.retrieval.searching import search

    took = []
    for text in [*asked[:3], *asked[:QUERIES]]:
        started = time.perf_counter()
        search(snapshot, encoder, text)
        took.append((time.perf_counter() - started) * 1000)
    return took[3:]


def probe(*arguments: str) -> tuple[float, Any]:
    """Seconds from starting a process to its result, and the result."""
    started = time.perf_counter()
    with start_probe(*arguments) as process:
        out, err = process.communicate()
    if process.returncode:
        raise GhostPilotError(
            "A measuring process failed", err.decode().strip().splitlines()[-1], exit_code=1
        )
    return time.perf_counter() - started, json.loads(out)


def start_probe(*arguments: str) -> subprocess.Popen[bytes]:
    """A process of its own for one measurement; see `app.bench.retrieval_probe`."""
    return subprocess.Popen(
        [sys.executable, "-m", "app.bench.retrieval_probe", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
    )


def _fresh_processes(scratch: Path, encoder: Encoder, data: Path | None) -> Iterator[Figure]:
    """Cold start with the files in the page cache, and memory, small and big."""
    sample, cache = str(paths.shipped("knowledge")), str(scratch / "cache")
    runs = [probe("first", sample, cache, "who mentored the interns") for _ in range(STARTS + 1)]
    starts = [seconds for seconds, _ in runs[1:]]
    yield at_most("retrieval.first_result", round(statistics.median(starts), 3), "s", 0.4)
    yield at_most("retrieval.memory@50", round(runs[-1][1]["memory_mb"], 1), "MB", 130)
    big = write_base(scratch / "big", 10_000, data)
    keep_vectors(big, scratch / "cache", encoder)
    _, result = probe("first", str(big), cache, "who mentored the interns")
    yield Figure("retrieval.chunks_of_the_big_base", result["chunks"])
    yield at_most("retrieval.memory@10000", round(result["memory_mb"], 1), "MB", 180)


def keep_vectors(folder: Path, cache: Path, encoder: Encoder) -> None:
    """File random vectors for a base, so that nothing but the encoding is left out."""
    from app.retrieval.index import build
    from app.retrieval.vector_cache import NOTHING, cache_file, write

    snapshot = build([folder], LikeEncoder(encoder.id), NOTHING)
    keys = [entry.key for entry in snapshot.entries]
    write(cache_file(cache, encoder.id, [folder]), keys, snapshot.matrix)


def _edits(scratch: Path, encoder: Encoder) -> Iterator[Figure]:
    """A line saved in a note: the work of the index, and when its passage is found."""
    small = write_base(scratch / "small", 50, None)
    loop = asyncio.new_event_loop()
    for folder, chunks, goal in ((small, 50, 15.0), (scratch / "big", 10_000, 200.0)):
        work, findable = loop.run_until_complete(edit(folder, scratch / "cache", encoder))
        name = f"retrieval.edit_index_work@{chunks}"
        yield at_most(name, round(statistics.median(work), 1), "ms", goal)
        if chunks == 50:
            yield Figure("retrieval.edit_findable_once_told@50", round(max(findable), 1), "ms")
    try:
        _, result = probe("edits", str(small), str(scratch / "cache"))
    except GhostPilotError as error:
        yield Figure("retrieval.edit_findable@50", f"not measured: {error.detail}")
    else:
        slowest = round(max(result["found_ms"]), 1)
        yield at_most("retrieval.edit_findable@50", slowest, "ms", 300)
    loop.close()


async def edit(
    folder: Path, cache: Path, encoder: Encoder, times: int = 5
) -> tuple[list[float], list[float]]:
    """Milliseconds of index work, and from the save until the edit is found, for each edit."""
    from app.retrieval.follow import Follower
    from app.retrieval.live import LiveNotes

    notes = LiveNotes([folder], cache, encoder=encoder)
    await notes.load()
    told: asyncio.Queue[object] = asyncio.Queue()
    follower = Follower(notes, told.put_nowait)
    task = spawn(follower.run(), name="follow")
    file = folder / "note-000.md"
    original = file.read_text(encoding="utf-8")
    work, findable = [], []
    for number in range(times):
        word = f"zanzibar{number}"
        started = time.perf_counter()
        file.write_text(f"{original}\n\n## Edit\n\nThe new code is {word}.\n", encoding="utf-8")
        follower.changed()
        await told.get()
        found = await notes.search(f"what is {word}")
        assert word in found.passages[0].text
        findable.append((time.perf_counter() - started) * 1000)
        work.append(notes.view().build_ms)
    await cancel(task)
    await notes.aclose()
    return work, findable


def _big_build(scratch: Path) -> Iterator[Figure]:
    """The window's loop while 10,000 short chunks are read and encoded in earnest."""
    folder = write_base(scratch / "short", 10_000, None, words=8)
    try:
        _, result = probe("loop", str(folder), str(scratch / "fresh"))
    except GhostPilotError as error:
        yield Figure("retrieval.loop_gap_p99", f"not measured: {error.detail}")
        return
    yield Figure("retrieval.big_build", round(result["seconds"], 1), "s")
    gap = percentile(result["late_ms"], 99)
    yield at_most("retrieval.loop_gap_p99", round(gap, 2), "ms", 20)
    yield Figure("retrieval.loop_gap_max", round(max(result["late_ms"]), 1), "ms")


def _beside_recognition(scratch: Path, encoder: Encoder, data: Path | None) -> Iterator[Figure]:
    """How much longer the recogniser, for four seconds of speech, and a search take during a build.

    The build knows that somebody speaks, as in a call. Medians, before and during.
    """
    import numpy as np
    from moonshine_voice import ModelArch, Transcriber

    from app.asr.moonshine import model_folder

    with wave.open(str(paths.shipped("assets") / "demo" / "call.wav")) as call:
        frames = np.frombuffer(call.readframes(4 * call.getframerate()), dtype="<i2")
        sound = (frames[:: call.getnchannels()] / 32768).tolist()
        rate = call.getframerate()
    recogniser = Transcriber(str(model_folder()), ModelArch.TINY, options={"vad_threshold": "0"})

    def decode_ms() -> float:
        took = []
        for _ in range(DECODES):
            started = time.perf_counter()
            recogniser.transcribe_without_streaming(sound, rate)
            took.append((time.perf_counter() - started) * 1000)
            time.sleep(0.1)
        return percentile(took, 50)

    decode_ms()
    alone = decode_ms()
    snapshot, asked = synthetic(50, encoder, data), questions(data)
    with start_probe("talk", str(scratch / "big"), str(scratch / "anew")) as build:
        time.sleep(6)
        beside = decode_ms()
        searches = percentile(query_ms(snapshot, encoder, asked), 95)
        building = build.poll() is None
        build.kill()
    recogniser.close()
    yield Figure("retrieval.recognition_alone", round(alone, 1), "ms")
    slower = round(100 * (beside / alone - 1), 1) if building else "not measured: built too soon"
    if isinstance(slower, float):
        yield at_most("retrieval.recognition_slower_during_build", slower, "%", 20)
        yield Figure("retrieval.query_p95_during_build@50", round(searches, 2), "ms")
    else:
        yield Figure("retrieval.recognition_slower_during_build", slower)

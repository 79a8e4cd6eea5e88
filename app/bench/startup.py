"""How soon the overlay is on screen, and what is loaded by then; how soon a search answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from app.bench.base import Figure, at_most

RUNS = 5
FIRST_PAINT_MS = 800
FIRST_SEARCH_S = 1.5
HEAVY = ("torch", "transformers", "numpy", "openai")
_PAINT = (sys.executable, "-c", "from app.main import paint_once; paint_once()")
_PROGRAM = (sys.executable, "-m", "app")


def run(data: Path | None) -> Iterator[Figure]:
    """First paint from process start (offscreen), heavy modules loaded by then, first search."""
    with tempfile.TemporaryDirectory() as home:
        painted = [first_paint(_PAINT, home) for _ in range(RUNS)]
        yield at_most(
            "first paint, offscreen", median(ms for ms, _ in painted), "ms", FIRST_PAINT_MS
        )
        loaded = sorted({name for _, modules in painted for name in HEAVY if name in modules})
        yield at_most("heavy modules at first paint", len(loaded), "", 0)
        yield Figure("which", ", ".join(loaded) or "none")
        yield Figure("modules at first paint", len(painted[0][1]))
        searches = [first_search(_PROGRAM, home) for _ in range(RUNS)]
        yield at_most("first search, fresh process", median(searches), "s", FIRST_SEARCH_S)


def environment(home: str) -> dict[str, str]:
    """This process's own, drawing off screen, with a home of its own."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GHOSTPILOT_HOME": home}


def first_paint(command: Sequence[str | Path], home: str) -> tuple[float, set[str]]:
    """Milliseconds from starting a command to its first frame, and the modules loaded."""
    begun = time.perf_counter()
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        took = (time.perf_counter() - begun) * 1000
    return took, set(json.loads(line)["modules"])


def first_search(program: Sequence[str | Path], home: str) -> float:
    """Seconds of a whole ``search`` by a program, in a process of its own."""
    begun = time.perf_counter()
    subprocess.run(
        [*program, "search", "who mentored the interns", "--json"],
        env=environment(home),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun

"""Figures of the program that `make package` made: its size, how soon it paints, its demo."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from app.bench.base import ROOT, Figure, at_least, at_most
from app.bench.startup import FIRST_SEARCH_S, HEAVY, environment, first_paint, first_search

RUNS = 7
LARGEST_MB = 400
FIRST_PAINT_MS = 500
MADE = ROOT / "dist" / "ghostpilot"
NAMES = ("ghostpilot", "ghostpilot.exe")


def run(data: Path | None) -> Iterator[Figure]:
    """The figures of the folder in ``dist``; ``data`` is not used."""
    yield from figures_of(MADE)


def figures_of(folder: Path) -> Iterator[Figure]:
    """The figures of one frozen folder; one line that says so when there is none."""
    program = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if program is None:
        yield Figure("frozen program", "left out: there is none; make package makes it")
        return
    yield at_most("frozen: size of the folder", round(size_mb(folder)), "MiB", LARGEST_MB)
    with tempfile.TemporaryDirectory() as home:
        painted = [first_paint([program, "bench", "first-frame"], home) for _ in range(RUNS)]
        first = round(median(ms for ms, _ in painted))
        yield at_most("frozen: first paint, offscreen", first, "ms", FIRST_PAINT_MS)
        loaded = {name for _, modules in painted for name in HEAVY if name in modules}
        yield at_most("frozen: heavy modules at first paint", len(loaded), "", 0)
        searches = [first_search([program], home) for _ in range(RUNS)]
        yield at_most(
            "frozen: first search, fresh process", round(median(searches), 2), "s", FIRST_SEARCH_S
        )
        answered, expected = _demo(program, home)
        yield at_least("frozen: questions of the demo answered", answered, "", expected)


def size_mb(folder: Path) -> float:
    """All files of a folder in MiB, each counted once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**20


def _demo(program: Path, home: str) -> tuple[int, int]:
    """How many questions of the demo call were answered, and how many it has."""
    played = subprocess.run(
        [program, "demo", "--json"],
        env=environment(home),
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    summary = json.loads(played.stdout.splitlines()[-1])
    return summary["answered"], summary["expected"]

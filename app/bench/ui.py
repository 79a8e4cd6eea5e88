"""What the overlay costs: time to its first frame, smoothness while streaming, CPU and memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from app.bench.base import Figure, at_most
from app.commands.display import virtual_screen

RUNS = 5
_TIMEOUT_S = 90


def run(data: Path | None) -> Iterator[Figure]:
    """Each load runs in a process of its own, on the display there is or on an Xvfb."""
    with _display() as (environment, where):
        yield Figure("drawn on", where)
        painted = [_measure("paint", environment) for _ in range(RUNS)]
        first = median(float(one["first_paint_ms"]) for one in painted)
        yield at_most("first paint from process start", first, "ms", 450)
        cpu = median(float(one["first_paint_cpu_ms"]) for one in painted)
        yield Figure("CPU until the first paint", cpu, "ms")
        heavy = sorted({str(one["heavy_modules"]) for one in painted} - {""})
        yield at_most("heavy modules at first paint", len(heavy), "", 0)
        yield Figure("which", ", ".join(heavy) or "none")
        stream = _measure("stream", environment)
        yield at_most("loop gap p99 at 200 tokens/s", float(stream["gap_p99_ms"]), "ms", 20)
        yield at_most("loop gap max at 200 tokens/s", float(stream["gap_max_ms"]), "ms", 50)
        yield at_most("CPU for a 2,000-token answer", float(stream["cpu_s"]), "s", 2.5)
        long = _measure("long", environment)
        yield at_most("update p50 at 10,000 tokens", float(long["update_p50_ms"]), "ms", 2)
        yield at_most("update max at 10,000 tokens", float(long["update_max_ms"]), "ms", 16)
        yield Figure("end of a 10,000-token answer", float(long["full_render_ms"]), "ms")
        idle = _measure("idle", environment)
        yield at_most("idle CPU of one core", float(idle["cpu_percent"]), "%", 0.5)
        yield at_most("memory before engines", float(idle["rss_mb"]), "MB", 120)


def _measure(load: str, environment: dict[str, str]) -> dict[str, float | str]:
    """Run one load of `app.ui.measure`; its start is told to it by the clock."""
    started = {"GHOSTPILOT_STARTED": repr(time.time())}
    result = subprocess.run(
        [sys.executable, "-m", "app.ui.measure", load],
        env=environment | started,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=_TIMEOUT_S,
    )
    figures: dict[str, float | str] = json.loads(result.stdout)
    return figures


@contextmanager
def _display() -> Iterator[tuple[dict[str, str], str]]:
    """The environment that reaches a display, and its name: Xvfb's screen where there is none."""
    environment = dict(os.environ)
    if environment.get("DISPLAY") and environment.get("QT_QPA_PLATFORM", "xcb") == "xcb":
        yield environment, "the display of this session"
        return
    if shutil.which("Xvfb") is None:
        yield environment | {"QT_QPA_PLATFORM": "offscreen"}, "offscreen: there is no Xvfb"
        return
    with virtual_screen() as number:
        yield environment | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}, "Xvfb"

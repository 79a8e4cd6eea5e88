"""A fresh process for figures that need one: first result and memory, or the loop during a build.

``python -m app.bench.retrieval_probe first FOLDER CACHE QUERY`` prints one JSON object with
the memory after the first result; ``... loop FOLDER CACHE`` runs the window's own loop while
the notes are built, and prints how late it ran.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from app.core import host
from app.core.tasks import spawn
from app.retrieval.live import LiveNotes

TICK_S = 0.002


async def first_result(folder: str, cache: str, query: str) -> dict[str, float]:
    """One search in this process, and the memory it took."""
    notes = LiveNotes([Path(folder)], Path(cache))
    found = await notes.search(query)
    assert found.passages
    chunks = notes.view().chunks
    await notes.aclose()
    return {"chunks": chunks, "memory_mb": memory_mb()}


def memory_mb() -> float:
    """Resident memory of this process; where the system does not tell, the most it ever was."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    import resource

    unit = 1024**2 if host.system() == "macos" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


async def loop_during_build(folder: str, cache: str) -> dict[str, object]:
    """Milliseconds by which the loop was late at each tick while the notes were built."""
    notes = LiveNotes([Path(folder)], Path(cache))
    late: list[float] = []
    built = asyncio.Event()

    async def watch() -> None:
        while not built.is_set():
            due = time.perf_counter() + TICK_S
            await asyncio.sleep(TICK_S)
            late.append((time.perf_counter() - due) * 1000)

    watching = spawn(watch(), name="watch the loop")
    started = time.perf_counter()
    view = await notes.load()
    seconds = time.perf_counter() - started
    built.set()
    await watching
    await notes.aclose()
    return {"chunks": view.chunks, "embedded": view.embedded, "seconds": seconds, "late_ms": late}


def main(what: str, *arguments: str) -> None:
    """Run one probe and print its JSON object."""
    if what == "loop":
        from app.ui.loop import make_loop

        loop = make_loop()
        result: object = loop.run_until_complete(loop_during_build(*arguments))
    else:
        loop = asyncio.new_event_loop()
        result = loop.run_until_complete(first_result(*arguments))
    loop.close()
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])

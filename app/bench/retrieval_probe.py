"""A fresh process for figures that need one: first result and memory, or the loop during a build.

``python -m app.bench.retrieval_probe first FOLDER CACHE QUERY`` prints one JSON object with
the memory after the first result; ``... loop FOLDER CACHE`` runs the window's own loop while
the notes are built, and prints how late it ran; ``... edits FOLDER CACHE`` saves a note a few
times under the window's file watcher, and prints when each edit was found; ``... talk FOLDER
CACHE`` builds while somebody speaks.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from app.bench.memory import held_mb, peak_mb
from app.core.tasks import cancel, spawn
from app.retrieval.live import LiveNotes

TICK_S = 0.002


async def first_result(folder: str, cache: str, query: str) -> dict[str, float]:
    """One search in this process, and the memory it took."""
    notes = LiveNotes([Path(folder)], Path(cache))
    found = await notes.search(query)
    assert found.passages
    chunks = notes.view().chunks
    await notes.aclose()
    return {"chunks": chunks, "memory_mb": held_mb() or peak_mb() or 0.0}


async def build_beside_talk(folder: str, cache: str) -> dict[str, int]:
    """A build while somebody speaks all the time, as the pipeline tells it."""
    notes = LiveNotes([Path(folder)], Path(cache))
    notes.make_way(True)
    view = await notes.load()
    await notes.aclose()
    return {"chunks": view.chunks}


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


async def edits_found(folder: str, cache: str, times: int = 5) -> dict[str, list[float]]:
    """Milliseconds from saving a note until a search finds it, by the system's own events."""
    from app.retrieval.follow import Follower
    from app.ui.notes_watcher import NotesWatcher

    notes = LiveNotes([Path(folder)], Path(cache))
    await notes.load()
    told: asyncio.Queue[object] = asyncio.Queue()
    follower = Follower(notes, told.put_nowait)
    following = spawn(follower.run(), name="follow")
    watcher = NotesWatcher([Path(folder)])
    watcher.changed.connect(lambda folders: follower.changed())
    await asyncio.sleep(0.5)
    file = Path(folder) / "note-000.md"
    original = file.read_text(encoding="utf-8")
    took: list[float] = []
    for number in range(times):
        word = f"zanzibar{number}"
        started = time.perf_counter()
        file.write_text(f"{original}\n\n## Edit\n\nThe new code is {word}.\n", encoding="utf-8")
        await told.get()
        found = await notes.search(f"what is {word}")
        assert word in found.passages[0].text
        took.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0.5)
    await watcher.aclose()
    await cancel(following)
    await notes.aclose()
    return {"found_ms": took}


def main(what: str, *arguments: str) -> None:
    """Run one probe and print its JSON object."""
    probes: dict[str, Callable[..., Coroutine[object, object, object]]] = {
        "loop": loop_during_build,
        "edits": edits_found,
        "talk": build_beside_talk,
    }
    if what in ("loop", "edits"):
        from app.ui.loop import make_loop

        loop: asyncio.AbstractEventLoop = make_loop()
    else:
        loop = asyncio.new_event_loop()
    result = loop.run_until_complete(probes.get(what, first_result)(*arguments))
    loop.close()
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])

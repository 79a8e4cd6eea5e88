"""A process does big work exactly as a thread would, and small work stays here."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.core.knowledge import Skipped
from app.retrieval import workers
from app.retrieval.encoders import OnnxEncoder
from app.retrieval.notes import list_notes
from app.retrieval.workers import IndexedNote, ProcessWorker, ThreadWorker, shared

ROOT = Path(__file__).parent.parent.parent
Write = Callable[[dict[str, str | bytes]], Path]


def test_a_thread_reads_and_encodes_in_order(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"a.md": "Kafka lags.", "b.md": b"\0"})]).files
    read = list(ThreadWorker(encoder).read(files))
    assert isinstance(read[0], IndexedNote) and isinstance(read[1], Skipped)
    (entry,) = read[0].entries
    assert (entry.words, entry.terms) == (("kafka", "lags"), ("kafka", "lag"))
    steps = list(ThreadWorker(encoder).encode([f"text {n}" for n in range(130)]))
    assert [len(step) for step in steps] == [64, 64, 2]


def test_words_are_kept_once_in_memory(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"1.md": "kafka", "2.md": "kafka"})]).files
    first, second = map(shared, ThreadWorker(encoder).read(files))
    assert isinstance(first, IndexedNote) and isinstance(second, IndexedNote)
    assert first.entries[0].words[-1] is second.entries[0].words[-1]


def test_small_work_starts_no_process(notes: Write, encoder: OnnxEncoder) -> None:
    files = list_notes([notes({"a.md": "Kafka lags."})]).files
    with closing(ProcessWorker(encoder, "")) as worker:
        assert list(worker.read(files)) == list(ThreadWorker(encoder).read(files))
        assert len(list(worker.encode(["one", "two"]))) == 1
        assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name == "nt", reason="asks for a process by signal 0")
def test_a_worker_ends_when_its_app_is_killed(tmp_path: Path) -> None:
    code = (
        "import multiprocessing, sys, time\n"
        "from app.retrieval import workers\n"
        "from app.retrieval.scripted import WordEncoder\n"
        "if __name__ == '__main__':\n"
        "    worker = workers.ProcessWorker(WordEncoder(), '')\n"
        "    steps = worker._process().map(workers._read, [()], [''])\n"
        "    list(steps)\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment
    ) as app:
        assert app.stdout is not None
        worker = int(app.stdout.readline())
        assert alive(worker)
        app.kill()
    deadline = time.monotonic() + 45
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(worker)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.is_file() and status.read_text().rsplit(")")[-1].split()[0] == "Z")


def test_a_process_does_the_same(
    notes: Write, encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BIG_BYTES", 1)
    monkeypatch.setattr(workers, "BIG_TEXTS", 1)
    files = list_notes([notes({f"{n}.md": f"Note number {n}." for n in range(20)})]).files
    texts = [f"text {n}" for n in range(70)]
    here = ThreadWorker(encoder)
    with closing(ProcessWorker(encoder, "")) as worker:
        assert list(worker.read(files)) == list(here.read(files))
        there = np.concatenate(list(worker.encode(texts)))
        assert np.allclose(there, np.concatenate(list(here.encode(texts))), atol=1e-5)
    assert multiprocessing.active_children() == []


def test_the_process_mostly_rests_while_somebody_speaks(
    encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BIG_TEXTS", 8)
    rests: list[float] = []

    class Clockless(threading.Event):
        """Takes down how long it would have waited."""

        def wait(self, timeout: float | None = None) -> bool:
            rests.append(timeout or 0.0)
            return False

    speaking = threading.Event()
    texts = [f"parcel {number}" for number in range(3 * workers.POLITE_STEP)]
    with closing(ProcessWorker(encoder, "", speaking)) as worker:
        monkeypatch.setattr(worker, "_closed", Clockless())
        steps = worker.encode(texts)
        first = next(steps)
        speaking.set()
        second = next(steps)
        speaking.clear()
        third = next(steps)
        assert list(steps) == []
    assert len(rests) == 1
    assert rests[0] > 0
    assert np.allclose(np.concatenate([first, second, third]), encoder.encode(texts), atol=1e-5)

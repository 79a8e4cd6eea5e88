"""Kill a process that records, at any moment, and see what is left of its session."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app.bench.base import ROOT
from app.bench.session_data import made_up_turn
from app.core.clock import Clock
from app.core.events import AnswerDelta
from app.store.opening import open_session, resume_session
from app.store.sessions import read_session
from app.store.turns import turns


@dataclass(frozen=True, slots=True)
class Killed:
    """What was left after a kill."""

    saved: int
    """Turns acknowledged before it."""
    lost_turns: int
    """Of these, how many are not whole in the file."""
    oldest_lost_s: float
    """How long before the kill the oldest missing piece was put; 0 when none is missing."""
    opens: bool
    goes_on: bool
    """The next append is sound."""


def kill_once(folder: Path, after_s: float) -> Killed:
    """Kill a process that records, ``after_s`` after its first acknowledged turn."""
    folder.mkdir(parents=True, exist_ok=True)
    diary = folder / "diary.txt"
    command = (
        "import sys; from app.bench.session_kills import record_until_killed as f; f(sys.argv[1])"
    )
    with subprocess.Popen([sys.executable, "-c", command, str(folder)], cwd=ROOT) as process:
        deadline = time.monotonic() + 20
        while not (diary.exists() and b"saved" in diary.read_bytes()):
            if time.monotonic() > deadline or process.poll() is not None:
                process.kill()
                raise RuntimeError("the recording process did not start")
            time.sleep(0.005)
        time.sleep(after_s)
        process.kill()
        killed_at = time.monotonic()
    return _what_is_left(folder, diary.read_text().splitlines(), killed_at)


def record_until_killed(folder: str) -> None:
    """Record turns without end; every piece and every acknowledgement goes into a diary."""
    diary = os.open(Path(folder) / "diary.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(*words: object) -> None:
        os.write(diary, (" ".join(map(str, words)) + "\n").encode())

    clock = Clock()
    recorder = open_session(
        Path(folder), now=clock.now, on_saved=lambda question: note("saved", question)
    )
    for number in count(1):
        for place, event in enumerate(made_up_turn(number, clock.now(), 60, random.Random(number))):
            recorder.put(event)
            if isinstance(event, AnswerDelta):
                note("piece", event.question, place, time.monotonic())
                time.sleep(0.002)


def _what_is_left(folder: Path, diary: list[str], killed_at: float) -> Killed:
    saved = [line.split()[1] for line in diary if line.startswith("saved ") and line[6:]]
    (path,) = folder.glob("*.gpcast")
    session = read_session(path)
    left = {turn.question.id: turn for turn in turns(session)}
    whole = {name for name, turn in left.items() if turn.ended == "complete"}
    put: dict[str, list[float]] = {}
    for line in diary:
        parts = line.split()
        if parts[0] == "piece" and len(parts) == 4:
            put.setdefault(parts[1], []).append(float(parts[3]))
    oldest = 0.0
    for name, times in put.items():
        kept = len(left[name].pieces) if name in left else 0
        oldest = max([oldest, *(killed_at - at for at in times[kept : kept + 1])])
    recorder = resume_session(path, now=Clock().now)
    for event in made_up_turn(0, 0.0, 10, random.Random(0)):
        recorder.put(event)
    recorder.close()
    again = read_session(path)
    return Killed(
        saved=len(saved),
        lost_turns=len(set(saved) - whole),
        oldest_lost_s=oldest,
        opens=not session.bad_lines,
        goes_on=not again.bad_lines and again.torn == 0 and again.ended == "closed",
    )

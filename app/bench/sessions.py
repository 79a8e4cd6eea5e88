"""What recordings cost and survive: recorder, playback, search, opening, and being killed."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count
from pathlib import Path

from app.bench.base import Figure, at_least, at_most, percentile
from app.core.clock import Clock
from app.core.events import (
    Answer,
    AnswerDelta,
    Event,
    Passage,
    Passages,
    Question,
    Timing,
    Transcript,
    Why,
)
from app.store.gpcast import encode_line
from app.store.index import Index
from app.store.opening import open_session, resume_session
from app.store.player import Player
from app.store.scribe import Scribe
from app.store.search import search
from app.store.sessions import read_session
from app.store.turns import turns

KILLS = 100
LOSS_BUDGET_S = 0.25
_SYLLABLES = "ra ke lo mi tu san der vi pol gra ne sto bel qui dan for ma ri ter col".split()
_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:6]]
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_WORDS) + 1)))
"""As often as words are used in talk: the n-th most common one n times more seldom."""


def _words(chance: random.Random, count: int) -> list[str]:
    return chance.choices(_WORDS, cum_weights=_WEIGHTS, k=count)


def run(data: Path | None) -> Iterator[Figure]:
    """All figures; about a minute and a half, most of it for being killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _recorder_cost(folder / "cost")
        yield from _playback(folder / "play")
        yield from _damage(folder / "damage")
        yield from _library(folder / "library")
        yield from _kills(folder / "kills")


def made_up_turn(number: int, start: float, pieces: int, chance: random.Random) -> list[Event]:
    """A turn as a talk of forty words would make it; times in session seconds."""
    name = f"q{number}"
    text = "How about the " + " ".join(_words(chance, 6)) + "?"
    words = [word + " " for word in _words(chance, pieces)]
    note = Passage(
        "p",
        " ".join(_words(chance, 80)),
        "runbooks/deploys.md",
        "Deploys > Rollback",
        "/notes/runbooks/deploys.md",
        1,
        0.03,
        Why(1, 2, ("deploy",)),
    )
    spacing = 0.02
    end = start + 1.2 + pieces * spacing
    return [
        Transcript(f"u{number}", "them", text, start, start + 0.9, True, start + 1.0),
        Question(name, 0, text, "technical", "them", start + 0.9, start + 1.0),
        Passages(name, True, 3.0, (note,), at=start + 1.1, emitted=start + 1.1),
        *(
            AnswerDelta(name, word, emitted=round(start + 1.2 + n * spacing, 3))
            for n, word in enumerate(words)
        ),
        Answer(
            name,
            "".join(words),
            "local",
            "any",
            "complete",
            Timing(100.0, 300.0),
            emitted=round(end, 3),
        ),
    ]


def _recorder_cost(folder: Path) -> Iterator[Figure]:
    """What one event costs the caller while pieces arrive a hundred times a second.

    Of three rounds the least disturbed counts: other programs must not be measured.
    """
    rounds = [sorted(_costs_of_a_round(folder, number)) for number in range(3)]
    p50 = min(percentile(costs, 50) for costs in rounds)
    p99 = min(percentile(costs, 99) for costs in rounds)
    yield at_most("recorder: cost of an event to its caller, p50", p50, "us", 20)
    yield at_most("recorder: cost of an event to its caller, p99", p99, "us", 200)


def _costs_of_a_round(folder: Path, seed: int) -> list[float]:
    """Microseconds that each event of a turn took its caller."""
    recorder = open_session(folder, now=Clock().now)
    costs: list[float] = []
    for event in made_up_turn(1, 0.0, 300, random.Random(seed)):
        begun = time.perf_counter()
        recorder.put(event)
        costs.append((time.perf_counter() - begun) * 1e6)
        time.sleep(0.01)
    recorder.close()
    return costs


def _playback(folder: Path) -> Iterator[Figure]:
    """How late events of ten seconds of talk are shown at the original speed."""
    events = [e for n in range(2) for e in made_up_turn(n + 1, n * 5.0, 150, random.Random(n))]
    recorder = open_session(folder, now=Clock().now)
    for event in events:
        recorder.put(event)
    recorder.close()
    session = read_session(recorder.path)
    errors: list[float] = []
    streamed = hashlib.sha256()
    begun = 0.0

    def show(event: Event) -> None:
        errors.append(abs(time.perf_counter() - begun - event.emitted) * 1000)
        if isinstance(event, AnswerDelta):
            streamed.update(event.text.encode())

    async def play() -> None:
        nonlocal begun
        player = Player(session.events, show)
        begun = time.perf_counter()
        await player.run()

    asyncio.new_event_loop().run_until_complete(play())
    whole = "".join(event.text for event in events if isinstance(event, Answer))
    same = streamed.hexdigest() == hashlib.sha256(whole.encode()).hexdigest()
    yield Figure("playback: text byte for byte as recorded", str(same), "", "True", same)
    yield at_most("playback: timing error at 1x, p50", percentile(errors, 50), "ms", 15)
    yield at_most("playback: timing error at 1x, p99", percentile(errors, 99), "ms", 15)


def _damage(folder: Path) -> Iterator[Figure]:
    """What is left of a session of 3,000 events with a hole in it, and what is noticed."""
    path = written(folder, [made_up_turn(n, n * 3.0, 50, random.Random(n)) for n in range(1, 56)])
    content = path.read_bytes()
    events = len(read_session(path).events)
    chance = random.Random(8)
    kept: list[float] = []
    noticed = 0
    for _ in range(20):
        hole = chance.randrange(2_000, len(content) - 2_500)
        path.write_bytes(content[:hole] + bytes(500) + content[hole + 500 :])
        kept.append(len(read_session(path).events) / events * 100)
        digits = [n for n, byte in enumerate(content[:-1]) if 48 <= byte <= 57]
        digit = chance.choice(digits)
        other = bytes([48 + (content[digit] - 47) % 10])
        path.write_bytes(content[:digit] + other + content[digit + 1 :])
        noticed += bool(read_session(path).bad_lines)
    path.write_bytes(content)
    yield at_least("damage: events kept around 500 lost bytes, mean", sum(kept) / 20, "%", 99)
    yield at_least("damage: changed digits noticed", noticed / 20 * 100, "%", 100)


def _library(folder: Path) -> Iterator[Figure]:
    """Three hundred sessions of ten turns, and one of ten thousand."""
    chance = random.Random(3)
    for number in range(300):
        written(
            folder,
            [made_up_turn(n + 1, n * 10.0, 200, chance) for n in range(10)],
            f"202601{number % 28 + 1:02}-{number:06}",
        )
    index = Index(folder, folder / "index.db")
    index.update()
    begun = time.perf_counter()
    index.rebuild()
    yield at_most("index: rebuild for 3,000 turns", time.perf_counter() - begun, "s", 3)
    times: list[float] = []
    for _ in range(50):
        text = " ".join(_words(chance, 2))
        begun = time.perf_counter()
        search(index, text)
        times.append((time.perf_counter() - begun) * 1000)
    yield at_most("search: 3,000 turns, p50", percentile(times, 50), "ms", 10)
    yield at_most("search: 3,000 turns, p95", percentile(times, 95), "ms", 10)
    long = written(folder, (made_up_turn(n + 1, n * 3.0, 5, chance) for n in range(10_000)), "long")
    index.update()
    index.close()
    begun = time.perf_counter()
    index = Index(folder, folder / "index.db")
    rows = index.turns(long.name)
    index_ms = (time.perf_counter() - begun) * 1000
    assert len(rows) == 10_000
    yield at_most("tab: turns of a session of 10,000 from the index", index_ms, "ms", 300)
    begun = time.perf_counter()
    turns(read_session(long))
    yield Figure("tab: the same read whole from its file", time.perf_counter() - begun, "s")
    index.close()


def written(folder: Path, talk: Iterator[list[Event]] | list[list[Event]], stem: str = "") -> Path:
    """A session file made without the clock: all its lines at once."""
    recorder = open_session(folder, now=Clock().now)
    recorder.close()
    path = recorder.path
    lines = path.read_bytes().splitlines(keepends=True)
    scribe = _Framing()
    path.write_bytes(lines[0] + b"".join(scribe.text(turn) for turn in talk) + lines[1])
    return path.rename(path.with_name(f"{stem}.gpcast")) if stem else path


class _Framing:
    """Frames pieces by the time they carry, as the recorder does by its clock."""

    def __init__(self) -> None:
        from app.core.redact import Redactor

        self._scribe = Scribe(Redactor())

    def text(self, events: list[Event]) -> bytes:
        lines = []
        frame_start = 0.0
        for event in events:
            if isinstance(event, AnswerDelta) and event.emitted - frame_start > 0.2:
                lines += self._scribe.frames()
                frame_start = event.emitted
            lines += self._scribe.lines(event, round(event.emitted * 1000))
        return b"".join(map(encode_line, lines))


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


def _kills(folder: Path) -> Iterator[Figure]:
    chance = random.Random(9)
    found = [kill_once(folder / str(n), chance.uniform(0.05, 0.8)) for n in range(KILLS)]
    lost = sum(item.lost_turns for item in found)
    unsound = sum(not (item.opens and item.goes_on) for item in found)
    yield Figure("kill -9: turns acknowledged before", float(sum(item.saved for item in found)))
    yield at_most(f"kill -9 x {KILLS}: acknowledged turns lost", float(lost), "", 0)
    yield at_most(f"kill -9 x {KILLS}: files that do not open or go on", float(unsound), "", 0)
    oldest = max(item.oldest_lost_s for item in found) * 1000
    yield at_most("kill -9: age of the oldest lost piece, max", oldest, "ms", LOSS_BUDGET_S * 1000)


def kill_once(folder: Path, after_s: float) -> Killed:
    """Kill a process that records, ``after_s`` after its first acknowledged turn."""
    folder.mkdir(parents=True, exist_ok=True)
    diary = folder / "diary.txt"
    command = "import sys; from app.bench.sessions import record_until_killed as f; f(sys.argv[1])"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", command, str(folder)], cwd=root) as process:
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

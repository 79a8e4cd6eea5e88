"""What recordings cost and survive: recorder, playback, search, opening, and being killed."""

from __future__ import annotations

import asyncio
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.bench.base import Figure, at_least, at_most, percentile
from app.bench.session_data import made_up_turn, made_up_words, written
from app.bench.session_kills import kill_once
from app.core.clock import Clock
from app.core.events import Answer, AnswerDelta, Event
from app.store.index import Index
from app.store.opening import open_session
from app.store.player import Player
from app.store.search import search
from app.store.sessions import read_session
from app.store.turns import turns

KILLS = 100
LOSS_BUDGET_S = 0.25
SESSIONS = 300
"""Of ten turns each."""
LONG_SESSION = 10_000
"""Turns."""
PIECES = 300
"""Pieces of the answers that are recorded and played in their own time."""


def run(data: Path | None) -> Iterator[Figure]:
    """All figures; about a minute and a half, most of it for being killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _recorder_cost(folder / "cost")
        yield from _playback(folder / "play")
        yield from _damage(folder / "damage")
        yield from _library(folder / "library")
        yield from _kills(folder / "kills")


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
    for event in made_up_turn(1, 0.0, PIECES, random.Random(seed)):
        begun = time.perf_counter()
        recorder.put(event)
        costs.append((time.perf_counter() - begun) * 1e6)
        time.sleep(0.01)
    recorder.close()
    return costs


def _playback(folder: Path) -> Iterator[Figure]:
    """How late events of ten seconds of talk are shown at the original speed."""
    events = [
        e for n in range(2) for e in made_up_turn(n + 1, n * 5.0, PIECES // 2, random.Random(n))
    ]
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

    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(play())
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
    for number in range(SESSIONS):
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
        text = " ".join(made_up_words(chance, 2))
        begun = time.perf_counter()
        search(index, text)
        times.append((time.perf_counter() - begun) * 1000)
    yield at_most("search: 3,000 turns, p50", percentile(times, 50), "ms", 10)
    yield at_most("search: 3,000 turns, p95", percentile(times, 95), "ms", 10)
    long = written(
        folder, (made_up_turn(n + 1, n * 3.0, 5, chance) for n in range(LONG_SESSION)), "long"
    )
    index.update()
    index.close()
    begun = time.perf_counter()
    index = Index(folder, folder / "index.db")
    rows = index.turns(long.name)
    index_ms = (time.perf_counter() - begun) * 1000
    assert len(rows) == LONG_SESSION
    yield at_most("tab: turns of a session of 10,000 from the index", index_ms, "ms", 300)
    begun = time.perf_counter()
    turns(read_session(long))
    yield Figure("tab: the same read whole from its file", time.perf_counter() - begun, "s")
    index.close()


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

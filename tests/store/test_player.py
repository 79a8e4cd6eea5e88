"""The player shows every event when it is due, and can be paused, sought and hurried."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.core.events import Answer, Event, Question
from app.core.tasks import cancel, spawn
from app.store.player import Player
from tests.recorded import until
from tests.session_samples import session, turn

SHORT = [event for event in turn(1, 0.0)]


class Screen:
    """Remembers what was shown."""

    def __init__(self) -> None:
        self.shown: list[Event] = []
        self.resets = 0

    def __call__(self, event: Event) -> None:
        self.shown.append(event)

    def reset(self) -> None:
        self.resets += 1
        self.shown.clear()


@pytest.fixture
def screen() -> Screen:
    return Screen()


def player(screen: Screen, events: list[Event] | None = None, speed: float = 1.0) -> Player:
    return Player(session(3) if events is None else events, screen, speed=speed, reset=screen.reset)


async def test_everything_is_shown_in_order(screen: Screen) -> None:
    await player(screen, speed=100).run()
    assert screen.shown == session(3)


async def test_nothing_is_shown_before_its_time(screen: Screen) -> None:
    begun = time.perf_counter()
    early: list[float] = []

    def show(event: Event) -> None:
        early.append(event.emitted - (time.perf_counter() - begun) * 4)

    await Player(SHORT, show, speed=4).run()
    assert max(early) <= 0.01
    assert time.perf_counter() - begun >= 1.9 / 4 - 0.01


async def test_an_empty_session_ends_at_once(screen: Screen) -> None:
    playing = player(screen, [])
    await playing.run()
    assert (screen.shown, playing.length, playing.turns) == ([], 0.0, 0)
    playing.seek(5.0)
    playing.seek_turn(3)
    playing.skip()


async def test_it_can_stop_after_a_turn_and_go_on(screen: Screen) -> None:
    playing = player(screen, speed=200)
    await playing.run(until_turn=1)
    assert screen.shown == turn(1, 2.0)
    assert playing.turn == 1
    await playing.run()
    assert screen.shown == session(3)
    await playing.run(until_turn=9)
    assert (screen.shown, screen.resets) == (session(3), 1)


async def test_paused_it_stands_still(screen: Screen) -> None:
    playing = player(screen, SHORT)
    playing.pause()
    task = spawn(playing.run(), name="playing")
    await asyncio.sleep(0.1)
    assert screen.shown == []
    assert playing.position == 0.0
    playing.set_speed(100)
    playing.resume()
    await task
    assert screen.shown == SHORT


async def test_the_speed_can_change_on_the_way(screen: Screen) -> None:
    playing = player(screen, SHORT, speed=0.001)
    task = spawn(playing.run(), name="playing")
    await asyncio.sleep(0.02)
    playing.set_speed(100)
    async with asyncio.timeout(45):
        await task
    assert screen.shown == SHORT
    with pytest.raises(ValueError):
        playing.set_speed(0)


async def test_seeking_shows_the_turn_as_it_was_at_that_moment(screen: Screen) -> None:
    playing = player(screen)
    playing.pause()
    playing.seek(5.43)
    assert playing.position == 5.43
    assert screen.resets == 1
    assert screen.shown[0] == turn(2, 4.0)[3]
    assert all(event.emitted < 5.43 for event in screen.shown)
    assert playing.turn == 2
    playing.seek(0.0)
    assert screen.shown == []


async def test_seeking_beyond_the_end_stops_there(screen: Screen) -> None:
    playing = player(screen)
    playing.seek(1e9)
    assert playing.position == playing.length == 7.9


async def test_a_turn_can_be_sought_by_its_number(screen: Screen) -> None:
    playing = player(screen, speed=200)
    playing.seek_turn(3)
    assert playing.position == 7.21
    await playing.run()
    questions = [event.id for event in screen.shown if isinstance(event, Question)]
    assert questions == ["q3"]
    playing.seek_turn(99)
    assert playing.position == 7.21


async def test_skipping_shows_the_rest_of_the_answer_at_once(screen: Screen) -> None:
    playing = player(screen)
    playing.pause()
    playing.seek(3.42)
    playing.skip()
    assert isinstance(screen.shown[-1], Answer)
    assert screen.shown[-1].question == "q1"
    assert playing.position == 3.9


async def test_skipping_between_turns_goes_to_the_next_question(screen: Screen) -> None:
    playing = player(screen)
    playing.pause()
    playing.skip()
    assert playing.position == 3.21
    playing.seek(4.5)
    playing.skip()
    assert playing.position == 5.21


async def test_it_can_be_cancelled_and_taken_up_again(screen: Screen) -> None:
    playing = player(screen, SHORT)
    task = spawn(playing.run(), name="playing")
    await until(lambda: playing.position > 0)
    await cancel(task)
    stopped = playing.position
    assert 0 < stopped < 1
    await asyncio.sleep(0.05)
    assert playing.position == stopped
    playing.set_speed(100)
    await playing.run()
    assert screen.shown == SHORT


async def test_times_that_run_backwards_are_played_in_their_order(screen: Screen) -> None:
    events = [*turn(1, 2.0), *turn(2, 0.0)]
    await player(screen, events, speed=200).run()
    assert screen.shown == events

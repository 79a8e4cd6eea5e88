"""Events wait for the next frame, and a full queue says so once."""

from __future__ import annotations

from app.core.events import AnswerDelta, Event, Problem
from app.ui.event_queue import EventQueue
from tests.recorded import until


def delta(text: str) -> AnswerDelta:
    return AnswerDelta("q", text)


async def test_a_burst_is_drawn_in_one_frame_and_in_order() -> None:
    frames: list[list[Event]] = []
    queue = EventQueue(frames.append, lambda problem: None)
    for number in range(100):
        queue.put(delta(str(number)))
    assert frames == []
    await until(lambda: frames)
    assert frames == [[delta(str(number)) for number in range(100)]]


async def test_a_full_queue_is_told_once_until_it_is_drawn() -> None:
    problems: list[Problem] = []
    frames: list[list[Event]] = []
    queue = EventQueue(frames.append, problems.append, size=2)
    for number in range(5):
        queue.put(delta(str(number)))
    assert [problem.title for problem in problems] == ["The overlay cannot keep up"]
    queue.flush()
    assert len(frames[0]) == 2
    for number in range(5):
        queue.put(delta(str(number)))
    assert len(problems) == 2


async def test_a_frame_can_be_asked_for_without_an_event() -> None:
    frames: list[list[Event]] = []
    queue = EventQueue(frames.append, lambda problem: None)
    queue.request()
    await until(lambda: frames)
    assert frames == [[]]

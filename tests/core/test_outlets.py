"""An event reaches every sink with its time; a sink that fails is dropped, and the rest is told."""

from __future__ import annotations

from app.core.clock import Clock
from app.core.events import Event, Info, Problem
from app.core.outlets import Outlets


def test_every_sink_gets_the_stamped_event() -> None:
    heard: list[Event] = []
    Outlets(Clock(), [heard.append, heard.append]).emit(Info("notes", note="read"))
    assert [type(event) for event in heard] == [Info, Info]
    assert heard[0] is heard[1]
    assert heard[0].emitted >= heard[0].at >= 0


def test_a_sink_that_fails_is_dropped_and_told_of_once() -> None:
    heard: list[Event] = []

    def broken(event: Event) -> None:
        raise OSError("the pipe is closed")

    outlets = Outlets(Clock(), [broken, heard.append])
    outlets.emit(Info("notes"))
    outlets.emit(Info("notes"))

    problems = [event for event in heard if isinstance(event, Problem)]
    assert [problem.title for problem in problems] == ["Part of the output stopped"]
    assert len(heard) == 3

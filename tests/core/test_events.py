"""Events are stamped once, when they are passed on, and keep the time they happened."""

from __future__ import annotations

import dataclasses
import typing

from app.core import events
from app.core.events import Info, Transcript, stamped


def test_an_event_without_a_time_happened_when_it_was_passed_on() -> None:
    info = stamped(Info("ready"), 3.5)
    assert (info.at, info.emitted) == (3.5, 3.5)


def test_a_time_that_a_part_gave_is_kept() -> None:
    info = stamped(Info("ready", at=1.0), 3.5)
    assert (info.at, info.emitted) == (1.0, 3.5)
    heard = stamped(Transcript("them-1", "them", "hello", 0.4, 2.1, final=True), 2.5)
    assert (heard.at, heard.emitted) == (2.1, 2.5)


def test_every_event_is_frozen_and_carries_both_times() -> None:
    for kind in typing.get_args(events.Event):
        assert kind.__dataclass_params__.frozen, kind
        assert hasattr(kind, "__slots__"), kind
        names = {item.name for item in dataclasses.fields(kind)}
        assert "emitted" in names, kind
        assert "at" in names or isinstance(kind.at, property), kind

"""A channel that cannot be heard is told once, with what to do, until it is heard again."""

from __future__ import annotations

from typing import Literal

import pytest

from app.audio.faults import Faults
from app.core.events import Channel, Health

State = Literal["lost", "no_frames", "ok", "silent", "recovered", "changed", "dropped", "closed"]


def news(state: State, note: str = "", step: str = "", channel: Channel = "me") -> Health:
    return Health(channel, 0.0, state, note, at=3.0, next_step=step)


@pytest.mark.parametrize("state", ["lost", "no_frames"])
def test_a_channel_that_cannot_be_heard_is_a_problem(state: State) -> None:
    problem = Faults().take(news(state, "the cable was pulled", "Plug it in."))
    assert problem
    assert (problem.where, problem.title) == ("audio.me", "Your microphone cannot be heard")
    assert (problem.detail, problem.next_step) == ("the cable was pulled", "Plug it in.")
    assert (problem.at, problem.sticky) == (3.0, True)


def test_one_fault_is_one_problem_however_many_reasons_it_has() -> None:
    faults = Faults()
    assert faults.take(news("no_frames", "nothing came", "Wait."))
    assert faults.take(news("lost", "the server died", "Start it.")) is None
    assert faults.take(news("lost", "still dead", "Start it.", "them"))
    assert faults.take(news("recovered")) is None
    assert faults.take(news("lost", "the server died", "Start it."))


def test_a_loss_that_was_mended_at_once_is_none() -> None:
    assert Faults().take(news("lost", "the headset was pulled; another is heard")) is None


@pytest.mark.parametrize("state", ["ok", "silent", "recovered", "changed", "dropped", "closed"])
def test_a_channel_that_can_be_heard_is_none(state: State) -> None:
    assert Faults().take(news(state)) is None


def test_deaf_is_a_session_of_which_no_channel_is_heard() -> None:
    faults = Faults()
    assert not faults.deaf(["them"])
    faults.take(news("lost", "gone", "Plug it in.", "them"))
    assert faults.deaf(["them"]) and not faults.deaf(["them", "me"])
    faults.take(news("changed", "another one", channel="them"))
    assert faults.deaf(["them"])
    faults.take(news("ok", channel="them"))
    assert not faults.deaf(["them"])

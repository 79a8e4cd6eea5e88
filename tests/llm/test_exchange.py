"""A request is told from its beginning to its end, and a slow one gets a rival."""

from __future__ import annotations

from contextlib import aclosing

from app.core.events import AnswerDelta, Attempt, Egress, Event, Info, Problem
from app.core.prompt import PLAIN
from app.core.sections import Answers
from app.core.settings import Provider, Settings
from app.llm.access import Access
from app.llm.base import Call, Model
from app.llm.choice import Choice
from app.llm.classify import Failure
from app.llm.exchange import Exchange
from app.llm.health import Health
from app.llm.request import prepare
from app.llm.turn import Turn
from tests.llm.jumping_loop import JumpingLoop
from tests.llm.narrating import request
from tests.llm.test_limits import Timed

EVENT_LOOP = JumpingLoop
A, B = (Provider(name, f"http://127.0.0.1:{n}/v1", "m") for n, name in enumerate("ab", 1))


class Each:
    """A model that speaks differently at each provider."""

    def __init__(self, **by_name: Timed) -> None:
        self._by_name = by_name

    def stream(self, call: Call) -> object:
        return self._by_name[call.provider.name].stream(call)


async def nobody(*_: object) -> None:
    raise AssertionError("nobody is asked for a key or for consent")


async def heard(model: Model, answers: Answers | None = None) -> tuple[Turn, list[Event]]:
    """What is told of a request to the first of two providers."""
    turn = Turn(request(), Settings(answers=answers or Answers()))
    health = Health(jitter=lambda: 0.0)
    choice = Choice([A, B], turn, health)
    choice.take(A)
    access = Access(nobody, nobody)
    exchange = Exchange(turn, PLAIN, choice, model=model, access=access, health=health)
    asked = prepare(turn, A, PLAIN, model)
    assert asked is not None
    async with aclosing(exchange.hear(asked)) as told:
        return turn, [event async for event in told]


async def test_a_request_is_told_with_what_it_sends_and_how_it_ended() -> None:
    turn, events = await heard(Timed(0.1, 0.1))
    assert [type(event) for event in events] == [Attempt, Egress, AnswerDelta, AnswerDelta, Attempt]
    assert [event.outcome for event in events if isinstance(event, Attempt)] == [
        "started",
        "complete",
    ]
    assert turn.answer is not None and turn.answer.text == "xx"
    assert turn.failure is None and turn.over


async def test_a_failure_before_a_word_is_left_to_the_chain() -> None:
    turn, events = await heard(Timed(failure=Failure("busy", "503")))
    assert turn.failure == Failure("busy", "503")
    assert not turn.over and not any(isinstance(event, Problem) for event in events)


async def test_a_failure_in_the_middle_keeps_what_was_shown() -> None:
    turn, events = await heard(Timed(0.1, failure=Failure("unreachable", "dropped")))
    assert turn.answer is not None
    assert (turn.answer.ended, turn.answer.text) == ("interrupted", "x")
    assert isinstance(events[-1], Problem)


async def test_a_slow_one_gets_a_rival_whose_words_are_shown() -> None:
    model = Each(a=Timed(3.0), b=Timed(0.1))
    turn, events = await heard(model, Answers(hedge=True, hedge_after_s=1.0))
    assert turn.answer is not None and turn.answer.provider == "b"
    outcomes = [(one.provider, one.outcome) for one in events if isinstance(one, Attempt)]
    assert outcomes == [("a", "started"), ("b", "started"), ("a", "cancelled"), ("b", "complete")]
    assert [info.note for info in events if isinstance(info, Info)] == ["also asked, a is slow"]

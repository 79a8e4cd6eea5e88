"""Two requests race for the first useful piece; the loser is closed and told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from app.core.events import Attempt, Egress
from app.core.settings import Provider
from app.llm.base import Call, Finish, Piece
from app.llm.classify import Failure, ProviderFailure
from app.llm.hedge import HedgedStream, News
from app.llm.limits import LimitedStream
from app.llm.request import Asked
from tests.llm.jumping_loop import JumpingLoop
from tests.llm.test_limits import Timed

EVENT_LOOP = JumpingLoop


def asked(name: str, model: Timed) -> Asked:
    provider = Provider(name, "http://127.0.0.1/v1", "m", first_token_s=1.0)
    call = Call(provider, None, (), 0.0, 1)
    stream = LimitedStream(model, call, chain_left_s=9.0)
    begun = Attempt("q", name, "m", "started", 0.0)
    return Asked(call, 0, stream, begun, Egress(name, "127.0.0.1", ("talk",), 1))


class Race:
    """Runs a hedged stream over two models and keeps what happened."""

    def __init__(self, first: Timed, second: Timed | None, after_s: float | None = 0.03) -> None:
        self.news: list[tuple[str, str]] = []
        self.said = 0
        self.started = 0
        self._second = second
        self.stream = HedgedStream(asked("a", first), self._rival, after_s)

    async def _rival(self) -> Asked | None:
        self.started += 1
        return asked("b", self._second) if self._second else None

    async def run(self) -> str:
        while not isinstance(item := await self.stream.next(), Finish):
            if isinstance(item, News):
                self.news.append((item.asked.provider.name, item.happened))
            elif isinstance(item, Piece):
                self.said += 1
        return self.stream.current.provider.name


async def test_a_quick_first_is_alone() -> None:
    race = Race(Timed(0.0, 0.0), Timed(0.0))
    assert await race.run() == "a"
    assert (race.started, race.news, race.said) == (0, [], 2)
    await race.stream.aclose()


async def test_never_means_never() -> None:
    race = Race(Timed(0.08), Timed(0.0), after_s=None)
    assert await race.run() == "a"
    assert race.started == 0


async def test_a_slow_first_loses() -> None:
    slow = Timed(0.5)
    race = Race(slow, Timed(0.0, 0.0))
    assert await race.run() == "b"
    assert race.news == [("b", "started"), ("a", "cancelled")]
    assert slow.closed
    await race.stream.aclose()


async def test_a_slow_first_may_still_win() -> None:
    slower = Timed(0.5)
    race = Race(Timed(0.06), slower)
    assert await race.run() == "a"
    assert race.news == [("b", "started"), ("b", "cancelled")]
    assert slower.closed


async def test_nobody_to_ask_leaves_the_first_alone() -> None:
    race = Race(Timed(0.06), None)
    assert await race.run() == "a"
    assert race.started == 1


async def test_one_failure_waits_for_the_other() -> None:
    race = Race(Timed(0.1), Timed(failure=Failure("auth", "401")))
    assert await race.run() == "a"
    assert race.news == [("b", "started"), ("b", "failed")]


async def test_two_failures_are_the_firsts() -> None:
    race = Race(Slowly(0.05, Failure("busy", "503")), Timed(failure=Failure("auth", "401")))
    with pytest.raises(ProviderFailure) as caught:
        await race.run()
    assert caught.value.failure.label == "503"
    assert race.news == [("b", "started"), ("b", "failed")]


async def test_closing_in_the_race_closes_both() -> None:
    one, two = Timed(5.0), Timed(5.0)
    race = Race(one, two)
    running = asyncio.get_running_loop().create_task(race.run())
    await asyncio.sleep(0.08)
    running.cancel()
    await asyncio.wait([running])
    await race.stream.aclose()
    assert one.closed
    assert two.closed


class Slowly(Timed):
    """A model that fails after a while."""

    def __init__(self, after_s: float, failure: Failure) -> None:
        super().__init__(failure=failure)
        self.after_s = after_s

    async def stream(self, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        await asyncio.sleep(self.after_s)
        assert self.failure
        raise ProviderFailure(self.failure)
        yield Finish("stop", True)

"""Limits count useful pieces alone, and the first failure is the lasting one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from app.core.settings import Provider
from app.llm.base import Call, Finish, Piece
from app.llm.classify import Failure, ProviderFailure
from app.llm.limits import LimitedStream
from tests.llm.jumping_loop import JumpingLoop

EVENT_LOOP = JumpingLoop
SLOW = Provider("a", "http://127.0.0.1/v1", "m", first_token_s=0.1, idle_s=0.05, total_s=0.3)


class Timed:
    """A model that speaks after pauses, in seconds."""

    def __init__(self, *pauses: float, failure: Failure | None = None) -> None:
        self.pauses = pauses
        self.failure = failure
        self.closed = False

    async def stream(self, call: Call) -> AsyncGenerator[Piece | Finish, None]:
        try:
            for pause in self.pauses:
                await asyncio.sleep(pause)
                yield Piece("text", "x")
            if self.failure:
                raise ProviderFailure(self.failure)
            yield Finish("stop", True)
        finally:
            self.closed = True

    async def ready(self) -> None: ...

    async def warm(self, provider: Provider, key: str | None) -> None: ...

    async def aclose(self) -> None: ...


def limited(model: Timed, chain_left_s: float = 9.0) -> LimitedStream:
    return LimitedStream(model, Call(SLOW, None, (), 0.0, 1), chain_left_s=chain_left_s)


async def failure_of(stream: LimitedStream) -> Failure:
    with pytest.raises(ProviderFailure) as caught:
        while not isinstance(await stream.next(), Finish):
            pass
    return caught.value.failure


async def test_a_stream_within_its_limits() -> None:
    stream = limited(Timed(0.06, 0.02, 0.02))
    pieces = [await stream.next() for _ in range(4)]
    assert isinstance(pieces[-1], Finish)
    assert stream.first_ms == pytest.approx(60)
    await stream.aclose()


@pytest.mark.parametrize(
    ("pauses", "chain_left_s", "label"),
    [
        ((0.3,), 9.0, "no word in 0.1 s"),
        ((0.3,), 0.03, "no word in 0.03 s"),
        ((0.0, 0.3), 9.0, "silent for 0.05 s"),
        ((0.02,) * 40, 9.0, "not finished in 0.3 s"),
        ((0.02,) * 40, 0.1, "no visible word in 0.1 s"),
    ],
)
async def test_limits(pauses: tuple[float, ...], chain_left_s: float, label: str) -> None:
    model = Timed(*pauses)
    stream = limited(model, chain_left_s)
    failure = await failure_of(stream)
    assert (failure.kind, failure.label) == ("stall", label)
    assert model.closed


async def test_a_visible_word_lifts_the_limit_on_it() -> None:
    stream = limited(Timed(*(0.02,) * 8), chain_left_s=0.06)
    await stream.next()
    stream.visible()
    while not isinstance(await stream.next(), Finish):
        pass


async def test_the_first_piece_can_be_waited_for_and_is_not_lost() -> None:
    stream = limited(Timed(0.0, 0.0))
    await stream.first()
    assert [type(await stream.next()) for _ in range(3)] == [Piece, Piece, Finish]


async def test_a_failure_stays() -> None:
    stream = limited(Timed(failure=Failure("busy", "503")))
    with pytest.raises(ProviderFailure):
        await stream.first()
    assert (await failure_of(stream)).label == "503"


async def test_closing_closes_the_model() -> None:
    model = Timed(0.0, 5.0)
    stream = limited(model)
    await stream.next()
    await stream.aclose()
    assert model.closed

"""Sound that waits."""

import asyncio

from app.asr.backlog import Backlog
from app.core.events import AudioChunk


def chunk(at: float) -> AudioChunk:
    return AudioChunk(bytes(32_000), "them", at)


async def test_what_waits_is_counted_until_it_is_done():
    backlog = Backlog(None)
    backlog.add(chunk(0))
    backlog.add(chunk(1))
    first = await backlog.next()
    assert backlog.lag_s == 2.0
    assert isinstance(first, AudioChunk)
    backlog.done(first)
    assert backlog.lag_s == 1.0 and backlog.dropped_s == 0


async def test_the_oldest_goes_when_too_much_waits_but_never_a_flush():
    backlog = Backlog(2.0)
    flush = asyncio.get_running_loop().create_future()
    for at in range(2):
        backlog.add(chunk(at))
    backlog.add(flush)
    for at in range(2, 4):
        backlog.add(chunk(at))
    assert backlog.dropped_s == 2.0 and backlog.lag_s == 2.0
    assert await backlog.next() is flush


async def test_closing_lets_go_of_whoever_waits():
    backlog = Backlog(None)
    flush = asyncio.get_running_loop().create_future()
    backlog.add(flush)
    backlog.close()
    assert flush.cancelled() and not backlog.add(chunk(0))

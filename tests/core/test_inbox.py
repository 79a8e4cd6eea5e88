"""The door between threads and the loop: bounded, oldest out first, never blocking."""

from __future__ import annotations

import asyncio
import threading

from app.core.inbox import Inbox


async def test_items_from_a_thread_arrive_in_order() -> None:
    inbox: Inbox[int] = Inbox(1000)
    thread = threading.Thread(target=lambda: [inbox.put_from_thread(n) for n in range(1000)])
    thread.start()
    got = [await inbox.get() for _ in range(1000)]
    thread.join()
    assert got == list(range(1000))
    assert inbox.dropped == 0


async def test_a_full_inbox_drops_its_oldest_and_counts() -> None:
    inbox: Inbox[int] = Inbox(3)
    for number in range(5):
        inbox.put_from_thread(number)
    assert inbox.drain() == [2, 3, 4]
    assert inbox.dropped == 2


async def test_a_writer_on_the_loop_waits_for_room() -> None:
    inbox: Inbox[int] = Inbox(2)

    async def write() -> None:
        for number in range(6):
            await inbox.put(number)
        inbox.close()

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        got = []
        while (item := await inbox.get()) is not None:
            got.append(item)
    assert got == list(range(6))
    assert inbox.dropped == 0


async def test_closing_lets_the_reader_finish_and_ignores_what_comes_later() -> None:
    inbox: Inbox[str] = Inbox(2)
    inbox.put_from_thread("last")
    inbox.close()
    inbox.put_from_thread("too late")
    assert await inbox.get() == "last"
    assert await inbox.get() is None


async def test_closing_wakes_a_waiting_reader() -> None:
    inbox: Inbox[str] = Inbox(2)
    asyncio.get_running_loop().call_later(0.01, inbox.close)
    assert await asyncio.wait_for(inbox.get(), 45) is None

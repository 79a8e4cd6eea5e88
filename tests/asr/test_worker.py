"""One thread, calls in order."""

import asyncio
import threading

from app.asr.worker import DecodeWorker
from tests.recorded import until


async def test_calls_run_in_order_off_the_loop():
    worker = DecodeWorker("test")
    names = [worker.run(lambda n=n: (n, threading.current_thread().name)) for n in range(3)]
    assert not worker.idle
    results = await asyncio.gather(*names)
    assert [n for n, _ in results] == [0, 1, 2]
    assert {name for _, name in results} == {"asr-test_0"}
    await until(lambda: worker.idle)
    worker.close()


async def test_a_cancelled_call_that_has_not_begun_never_runs():
    worker, gate, ran = DecodeWorker("test"), threading.Event(), []
    first = worker.run(gate.wait)
    second = worker.run(lambda: ran.append(1))
    second.cancel()
    await asyncio.sleep(0)
    gate.set()
    await first
    await worker.run(lambda: None)
    assert ran == []
    worker.close()

"""Ctrl-C and a polite kill, sent to a program of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.ui.exit_signals import IMPATIENT_S

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, sys
from app.ui.exit_signals import ExitSignals
from app.ui.loop import make_loop

loop = make_loop()
if "windows" in sys.argv:
    def refuse(*arguments):
        raise NotImplementedError
    loop.add_signal_handler = refuse

async def main():
    leave = asyncio.Event()
    signals = ExitSignals(leave.set)
    signals.install(loop)
    print("ready", flush=True)
    await leave.wait()
    print("leaving", flush=True)
    if "stuck" in sys.argv:
        await asyncio.sleep(60)
    signals.remove()

with loop:
    loop.run_until_complete(main())
print("closed", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("system", ["unix", "windows"])
def test_the_program_leaves_cleanly(number: signal.Signals, system: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, system], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        started = time.monotonic()
        assert process.stdout.read() == "leaving\nclosed\n"
        assert process.wait(60) == 0
        assert time.monotonic() - started < 5


def test_a_second_signal_does_not_wait() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "stuck"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "leaving\n"
        process.send_signal(signal.SIGINT)  # the same wish, told twice
        time.sleep(IMPATIENT_S + 0.1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130

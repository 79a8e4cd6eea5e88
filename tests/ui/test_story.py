"""A story runs to its end, or is cancelled by a polite kill, and the loop is closed after it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import asyncio, sys
from app.ui.story import run_story

async def main():
    print("begun", flush=True)
    if "waits" in sys.argv:
        try:
            await asyncio.sleep(60)
        finally:
            print("released", flush=True)

sys.exit(run_story(main()))
"""


def start(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_story_that_ends_is_0() -> None:
    with start() as process:
        assert process.communicate(timeout=150)[0] == "begun\n"
    assert process.returncode == 0


def test_a_cancelled_story_releases_what_it_holds_and_is_130() -> None:
    with start("waits") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == "released\n"
    assert process.returncode == 130

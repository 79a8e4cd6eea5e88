"""Recorded sessions for tests, and waiting for what a window does with them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.core import paths
from app.core.events import Event
from app.store.gpcast import Header
from app.store.opening import open_session
from tests.session_samples import turn

QUESTIONS = (
    "How do you roll back a deploy?",
    "Who mentored the interns?",
    "What does the tracking plan cost?",
)


def conversation(questions: Sequence[str] = QUESTIONS) -> list[Event]:
    return [e for n, text in enumerate(questions, 1) for e in turn(n, n * 2.0, text)]


def record(events: Sequence[Event], *, linked: str = "") -> Path:
    """Write a session with the recorder, as a call does."""
    recorder = open_session(
        paths.sessions(), now=lambda: 0.0, header=Header(mode="meeting", linked=linked)
    )
    for event in events:
        recorder.put(event)
    recorder.close()
    return recorder.path


PATIENCE_S = 45.0
"""How long something may take on a busy machine; how fast it is, the benchmarks tell."""


async def until(true: Callable[[], object]) -> None:
    """Wait until something holds, with the loop running."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


def wait_until(true: Callable[[], object]) -> None:
    """Wait until something holds that no loop has to run for."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)

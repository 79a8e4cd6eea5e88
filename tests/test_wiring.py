"""A session without a device starts all the same, and says what is missing."""

from __future__ import annotations

from types import SimpleNamespace

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.wiring import start


async def test_a_missing_device_becomes_a_problem() -> None:
    told: list[Problem] = []

    async def refuse() -> None:
        raise GhostPilotError("No microphone was found", next_step="Plug one in.")

    pipeline = SimpleNamespace(start=refuse, report=told.append)
    await start(SimpleNamespace(pipeline=pipeline))

    assert [(problem.where, problem.title) for problem in told] == [
        ("audio", "No microphone was found")
    ]

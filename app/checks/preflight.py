"""The preflight: every check of a session's needs, told as each is known, in 15 s at most."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from app.checks import machine, parts, sound
from app.checks.base import Check, Checker, Subject, carry_out
from app.core.tasks import cancel, spawn

CHECKERS: tuple[Checker, ...] = (
    *parts.CHECKERS[:1],
    sound.CHECKER,
    *parts.CHECKERS[1:],
    *machine.CHECKERS,
)
"""All checkers; they run side by side and are told as they end."""


async def preflight(
    subject: Subject, checkers: Sequence[Checker] = CHECKERS
) -> AsyncGenerator[Check, None]:
    """The checks, each as soon as it is known; close it to give up what still runs."""
    tasks = [spawn(carry_out(one, subject), name=f"check {one.names[0]}") for one in checkers]
    try:
        for done in asyncio.as_completed(tasks):
            for check in await done:
                yield check
    finally:
        for task in tasks:
            await cancel(task)

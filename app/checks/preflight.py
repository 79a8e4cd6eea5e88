"""The preflight: every check of a session's needs, told as each is known, in 15 s at most."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from app.checks import machine, parts, sound
from app.checks.base import Checker, Subject, carry_out
from app.core.check import Check
from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.redact import Redactor
from app.core.settings import Settings
from app.core.tasks import cancel, spawn

CHECKERS: tuple[Checker, ...] = (
    *parts.CHECKERS[:1],
    sound.CHECKER,
    *parts.CHECKERS[1:],
    *machine.CHECKERS,
)
"""All checkers; they run side by side and are told as they end."""


def subject_of(config: Path | None, redactor: Redactor) -> Subject:
    """What is to be checked; with a broken settings file the defaults, and why. Blocking."""
    from app.parts import settings_of

    unknown: list[str] = []

    def report(problem: Problem) -> None:
        unknown.append(f"{problem.title} ({problem.detail}).")

    try:
        settings = settings_of(Namespace(config=config), report)
    except GhostPilotError as error:
        return Subject(Settings(), config, error, redactor=redactor)
    return Subject(settings, config, unknown=tuple(unknown), redactor=redactor)


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

"""The preflight tells each check as it is known, and gives up the rest when it is closed."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from app.checks.base import Checker, Subject
from app.checks.preflight import CHECKERS, preflight
from app.core.check import Check
from app.core.settings import Settings

SUBJECT = Subject(Settings())


async def _quick(subject: Subject) -> list[Check]:
    return [Check("quick", "PASS", "It works.")]


async def test_a_quick_check_does_not_wait_for_a_slow_one() -> None:
    ended = []

    async def slow(subject: Subject) -> list[Check]:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)
        return []

    checkers = (Checker(("slow",), slow), Checker(("quick",), _quick))
    async with aclosing(preflight(SUBJECT, checkers)) as checks:
        assert (await anext(checks)).name == "quick"
    assert ended == [True]


def test_no_check_may_take_longer_than_the_whole_run() -> None:
    names = [name for checker in CHECKERS for name in checker.names]
    assert len(names) == len(set(names))
    assert max(checker.limit_s for checker in CHECKERS) < 15

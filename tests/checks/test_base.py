"""A checker always ends with its lines: when it fails, when it hangs, when it breaks."""

from __future__ import annotations

import asyncio
import threading

import pytest

from app.checks.base import Checker, Subject, carry_out, in_background
from app.core.check import Check
from app.core.errors import GhostPilotError
from app.core.settings import Settings

SUBJECT = Subject(Settings())


async def _fine(subject: Subject) -> list[Check]:
    return [Check("one", "PASS", "It works.")]


async def _hangs(subject: Subject) -> list[Check]:
    await asyncio.Event().wait()
    return []


async def _refuses(subject: Subject) -> list[Check]:
    raise GhostPilotError("The thing is missing", "it was never there", "Get one.")


async def _breaks(subject: Subject) -> list[Check]:
    raise KeyError("nobody foresaw this")


async def test_what_it_found_is_handed_on() -> None:
    assert await carry_out(Checker(("one",), _fine), SUBJECT) == await _fine(SUBJECT)


async def test_a_failure_keeps_its_cause_and_its_next_step() -> None:
    (check,) = await carry_out(Checker(("one",), _refuses), SUBJECT)
    assert check == Check("one", "FAIL", "The thing is missing: it was never there.", "Get one.")


async def test_an_unexpected_exception_is_a_line_with_class_and_message() -> None:
    (check,) = await carry_out(Checker(("one",), _breaks), SUBJECT)
    assert check.verdict == "FAIL"
    assert "KeyError: 'nobody foresaw this'" in check.words
    assert check.next_step


async def test_one_that_hangs_fails_under_every_name_it_has() -> None:
    checks = await carry_out(Checker(("one", "two"), _hangs, limit_s=0.01), SUBJECT)
    assert [(check.name, check.verdict) for check in checks] == [("one", "FAIL"), ("two", "FAIL")]
    assert all("0.01 s" in check.words and check.next_step for check in checks)


async def test_blocking_work_returns_its_value_or_its_error() -> None:
    assert await in_background(lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        await in_background(lambda: 1 // 0)


async def test_work_that_never_ends_is_left_behind() -> None:
    leave = threading.Event()
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await in_background(leave.wait)
    finally:
        leave.set()

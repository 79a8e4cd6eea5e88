"""What nobody caught becomes a problem the user sees, and the app goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QTimer

from app.core.errors import GhostPilotError
from app.core.events import Problem
from app.core.tasks import spawn
from app.ui.crash_guard import CrashGuard
from tests.recorded import until

pytestmark = pytest.mark.expects_log


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def guard(problems: list[Problem]) -> Iterator[CrashGuard]:
    guard = CrashGuard(problems.append)
    yield guard
    guard.remove()


def _fail() -> None:
    raise ValueError("the slot broke")


async def test_an_exception_in_a_slot_is_reported(
    guard: CrashGuard, problems: list[Problem], qtbot: object
) -> None:
    guard.install()
    QTimer.singleShot(0, _fail)
    await until(lambda: problems)
    assert [problem.detail for problem in problems] == ["ValueError: the slot broke"]


async def test_a_slot_that_fails_again_and_again_is_one_problem(
    guard: CrashGuard, problems: list[Problem]
) -> None:
    guard.install()
    for _ in range(5):
        QTimer.singleShot(0, _fail)
    await until(lambda: problems)
    await asyncio.sleep(0.05)
    assert len(problems) == 1


async def test_a_failed_task_is_named(guard: CrashGuard, problems: list[Problem]) -> None:
    guard.install(asyncio.get_running_loop())

    async def work() -> None:
        raise GhostPilotError("The notes cannot be read", "no such folder")

    spawn(work(), name="index")
    await until(lambda: problems)
    assert problems == [Problem("index", "The notes cannot be read", "no such folder", sticky=True)]


async def test_a_failed_thread_is_reported(guard: CrashGuard, problems: list[Problem]) -> None:
    guard.install()
    thread = threading.Thread(target=_fail, name="recorder")
    thread.start()
    thread.join()
    assert problems[0].where == "recorder"
